"""The Data Catalog, as programs that keep datasets in S3 use it: a table with partitions that is
asked by expressions, changed by several at once, searched and dropped."""

import pytest
from botocore.exceptions import ClientError

COLUMNS = [{"Name": "id", "Type": "bigint"}, {"Name": "name", "Type": "string"}]
KEYS = [{"Name": "year", "Type": "int"}, {"Name": "day", "Type": "date"}]
TABLE = {"DatabaseName": "lake", "TableName": "visits"}


def table_input(**more):
    return {"Name": "visits", "TableType": "EXTERNAL_TABLE", "PartitionKeys": KEYS,
            "StorageDescriptor": {"Columns": COLUMNS, "Location": "s3://lake/visits/"}, **more}


@pytest.fixture(name="catalog")
def catalog_fixture(user):
    client = user.client("glue")
    client.create_database(DatabaseInput={"Name": "lake"})
    client.create_table(DatabaseName="lake", TableInput=table_input())
    return client


def partition(year, day):
    return {"Values": [str(year), day],
            "StorageDescriptor": {"Columns": COLUMNS,
                                  "Location": f"s3://lake/visits/year={year}/day={day}/"}}


def days(client, expression):
    pages = client.get_paginator("get_partitions").paginate(
        **TABLE, Expression=expression, PaginationConfig={"PageSize": 7})
    return [found["Values"][1] for page in pages for found in page["Partitions"]]


def test_partitions_are_found_by_expressions(catalog):
    wanted = [partition(year, f"{year}-02-{day:02}") for year in (2023, 2024)
              for day in range(1, 29)]
    assert catalog.batch_create_partition(**TABLE, PartitionInputList=wanted)["Errors"] == []
    [again] = catalog.batch_create_partition(**TABLE, PartitionInputList=wanted[:1])["Errors"]
    assert again["PartitionValues"] == ["2023", "2023-02-01"]
    assert again["ErrorDetail"] == {"ErrorCode": "AlreadyExistsException",
                                    "ErrorMessage": "Partition already exists."}

    assert len(days(catalog, "")) == 56
    assert days(catalog, "year = 2024 AND day > '2024-02-26'") == ["2024-02-27", "2024-02-28"]
    assert days(catalog, "day IN ('2023-02-03', '2024-02-04')") == ["2023-02-03", "2024-02-04"]
    assert days(catalog, "year < 2000") == []
    with pytest.raises(ClientError, match="Invalid partition expression!"):
        catalog.get_partitions(**TABLE, Expression="month = 2")
    with pytest.raises(ClientError, match="2024-02-31 is not a date."):
        catalog.get_partitions(**TABLE, Expression="day = '2024-02-31'")

    catalog.delete_partition(**TABLE, PartitionValues=["2024", "2024-02-28"])
    with pytest.raises(catalog.exceptions.EntityNotFoundException, match="Cannot find partition."):
        catalog.get_partition(**TABLE, PartitionValues=["2024", "2024-02-28"])
    assert days(catalog, "year = 2024 AND day > '2024-02-26'") == ["2024-02-27"]


def test_a_table_keeps_its_versions(catalog):
    for owner in ("ada", "grace"):
        catalog.update_table(DatabaseName="lake", TableInput=table_input(Owner=owner))
    catalog.update_table(DatabaseName="lake", TableInput=table_input(Owner="joan"),
                         SkipArchive=True)
    pages = catalog.get_paginator("get_table_versions").paginate(
        **TABLE, PaginationConfig={"PageSize": 2})
    versions = [(version["VersionId"], version["Table"].get("Owner"))
                for page in pages for version in page["TableVersions"]]
    assert versions == [("3", "joan"), ("1", "ada"), ("0", None)]
    with pytest.raises(catalog.exceptions.ConcurrentModificationException):
        catalog.update_table(DatabaseName="lake", TableInput=table_input(), VersionId="1")


def test_tables_are_searched_and_dropped(catalog):
    catalog.create_table(DatabaseName="lake", TableInput={
        "Name": "orders", "Parameters": {"classification": "parquet"}})
    found = catalog.search_tables(SearchText="parquet")["TableList"]
    assert [table["Name"] for table in found] == ["orders"]
    assert [table["Name"] for table in catalog.get_tables(
        DatabaseName="lake", Expression="*s")["TableList"]] == ["orders", "visits"]
    catalog.create_partition(**TABLE, PartitionInput=partition(2024, "2024-01-01"))
    catalog.delete_database(Name="lake")
    catalog.create_database(DatabaseInput={"Name": "lake"})
    assert catalog.get_tables(DatabaseName="lake")["TableList"] == []
    catalog.create_table(DatabaseName="lake", TableInput=table_input())
    assert days(catalog, "") == []
