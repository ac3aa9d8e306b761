"""Lists: pages, their bounds, and tokens that survive what happens between two pages."""

import pytest

from support import geospatial, glue, personalize, sagemaker
from support.errors import refused
from support.raw import call, geospatial_call


def make_schemas(user, *names):
    for name in names:
        personalize.personalize(user).create_schema(name=name, schema=personalize.USERS)


def schemas(user, **page):
    answer = personalize.personalize(user).list_schemas(**page)
    return [schema["name"] for schema in answer["schemas"]], answer.get("nextToken")


def test_pages_are_complete_and_end(hasty_user):
    """A user turns pages by hand, and lets the SDK do it."""
    names = [f"schema-{number}" for number in range(5)]
    make_schemas(hasty_user, *names)
    first, token = schemas(hasty_user, maxResults=2)
    second, token = schemas(hasty_user, maxResults=2, nextToken=token)
    third, token = schemas(hasty_user, maxResults=2, nextToken=token)
    assert (first, second, third) == (names[:2], names[2:4], names[4:])
    assert token is None
    assert schemas(hasty_user, maxResults=5) == (names, None)
    pages = personalize.personalize(hasty_user).get_paginator("list_schemas")
    pages = pages.paginate(PaginationConfig={"PageSize": 3})
    assert [schema["name"] for page in pages for schema in page["schemas"]] == names


def test_a_token_survives_inserts_and_removals(hasty_user):
    """Between two pages others come and go: nobody is seen twice, and nobody who stayed is
    missed."""
    make_schemas(hasty_user, "a", "b", "c", "d")
    first, token = schemas(hasty_user, maxResults=2)
    assert first == ["a", "b"]
    make_schemas(hasty_user, "e")
    arn = f"arn:aws:personalize:us-west-2:{hasty_user.account}:schema/"
    for name in ("a", "b"):
        personalize.personalize(hasty_user).delete_schema(schemaArn=arn + name)
    rest, token = schemas(hasty_user, maxResults=100, nextToken=token)
    assert rest == ["c", "d", "e"]
    assert token is None


def test_a_list_sorted_by_name_keeps_its_place(hasty_user):
    """A user sorts by name, downwards; the new ones before the place do not come, the ones after
    it do."""
    glue.make_table(hasty_user)
    for name in ("b", "d", "f", "h"):
        glue.make_transform(hasty_user, name)
    sort = {"Column": "NAME", "SortDirection": "DESCENDING"}

    def page(**options):
        answer = glue.glue(hasty_user).get_ml_transforms(Sort=sort, **options)
        return [it["Name"] for it in answer["Transforms"]], answer.get("NextToken")

    names, token = page(MaxResults=2)
    assert names == ["h", "f"]
    glue.make_transform(hasty_user, "g")
    glue.make_transform(hasty_user, "c")
    assert page(MaxResults=100, NextToken=token) == (["d", "c", "b"], None)


@pytest.mark.parametrize(
    "target, body, code",
    [
        (
            "AmazonPersonalize.ListDatasetExportJobs",
            {"nextToken": "no-token"},
            "InvalidNextTokenException",
        ),
        ("SageMaker.ListEdgePackagingJobs", {"NextToken": "no-token"}, "ValidationException"),
        ("AWSGlue.GetMLTransforms", {"NextToken": "no-token"}, "InvalidInputException"),
    ],
)
def test_a_token_that_is_none_is_refused(hasty_user, target, body, code):
    answer = call(hasty_user, target, body)
    assert answer.status == 400
    assert answer.json()["__type"] == code


def test_a_token_of_another_list_is_refused(hasty_user):
    """A user changes the filter between two pages."""
    client = geospatial.geospatial(hasty_user)
    for _ in range(2):
        geospatial.start_enrichment(hasty_user, "s3://bucket/none.csv")
    token = client.list_vector_enrichment_jobs(MaxResults=1)["NextToken"]
    with refused("ValidationException"):
        client.list_vector_enrichment_jobs(MaxResults=1, NextToken=token, SortBy="Name")
    with refused("ValidationException"):
        client.list_earth_observation_jobs(NextToken=token)
    with refused("ValidationException"):
        client.list_vector_enrichment_jobs(NextToken="no-token")


@pytest.mark.parametrize(
    "target, member, least, most",
    [
        ("AmazonPersonalize.ListSchemas", "maxResults", 1, 100),
        ("AmazonPersonalize.ListDatasetExportJobs", "maxResults", 1, 100),
        ("SageMaker.ListEdgePackagingJobs", "MaxResults", 1, 100),
        ("SageMaker.ListCompilationJobs", "MaxResults", 1, 100),
        ("AWSGlue.GetMLTransforms", "MaxResults", 1, 1000),
        ("AWSGlue.GetDatabases", "MaxResults", 1, 100),
    ],
)
def test_the_size_of_a_page_has_bounds(hasty_user, target, member, least, most):
    for size in (least, most):
        assert call(hasty_user, target, {member: size}).status == 200
    for size, relation, bound in ((least - 1, "greater", least), (most + 1, "less", most)):
        answer = call(hasty_user, target, {member: size})
        assert answer.status == 400
        assert answer.json() == {
            "__type": "ValidationException",
            "message": f"1 validation error detected: Value '{size}' at 'maxResults' failed to "
            f"satisfy constraint: Member must have value {relation} than or equal to {bound}",
        }


def test_the_size_of_a_geospatial_page_has_bounds(hasty_user):
    for size, status in ((0, 400), (1, 200), (20, 200), (21, 400)):
        path = f"/raster-data-collections?MaxResults={size}"
        assert geospatial_call(hasty_user, "GET", path).status == status
        for path in ("/list-vector-enrichment-jobs", "/list-earth-observation-jobs"):
            body = {"MaxResults": size}
            assert geospatial_call(hasty_user, "POST", path, body).status == status


def test_geospatial_jobs_are_filtered_and_sorted(hasty_user):
    """A user looks for the jobs that failed, by name."""
    client = geospatial.geospatial(hasty_user)
    good = hasty_user.put("places.csv", "longitude,latitude\n-122.33,47.61\n")
    for name, uri in (("b", "s3://bucket/none"), ("c", good), ("a", "s3://bucket/none")):
        geospatial.finish(hasty_user, geospatial.start_enrichment(hasty_user, uri, name=name))
    answer = client.list_vector_enrichment_jobs(
        StatusEquals="FAILED", SortBy="Name", SortOrder="DESCENDING"
    )
    summaries = answer["VectorEnrichmentJobSummaries"]
    assert [job["Name"] for job in summaries] == ["b", "a"]
    assert {job["Type"] for job in summaries} == {"REVERSE_GEOCODING"}
    assert "NextToken" not in answer
    with refused("ValidationException"):
        client.list_vector_enrichment_jobs(SortBy="Colour")


def test_packaging_jobs_are_filtered_and_sorted(hasty_user):
    """A user looks for the jobs of a model version by parts of names."""
    sagemaker.compile_model(hasty_user)
    for name in ("beta-2", "alpha-1", "beta-1"):
        sagemaker.start_packaging(hasty_user, name)
        sagemaker.finish_packaging(hasty_user, name)
    client = sagemaker.sagemaker(hasty_user)
    answer = client.list_edge_packaging_jobs(
        NameContains="beta", StatusEquals="COMPLETED", SortBy="NAME", SortOrder="Ascending"
    )
    names = [job["EdgePackagingJobName"] for job in answer["EdgePackagingJobSummaries"]]
    assert names == ["beta-1", "beta-2"]
    answer = client.list_edge_packaging_jobs(SortBy="CREATION_TIME", SortOrder="Descending")
    names = [job["EdgePackagingJobName"] for job in answer["EdgePackagingJobSummaries"]]
    assert names == ["beta-1", "alpha-1", "beta-2"]
    assert not client.list_edge_packaging_jobs(ModelNameContains="no")["EdgePackagingJobSummaries"]


def test_the_collections_are_listed_by_name(hasty_user):
    client = geospatial.geospatial(hasty_user)
    pages = client.get_paginator("list_raster_data_collections").paginate(
        PaginationConfig={"PageSize": 1}
    )
    found = [it for page in pages for it in page["RasterDataCollectionSummaries"]]
    names = [it["Name"] for it in found]
    assert names == sorted(names)
    arns = {it["Name"]: it["Arn"] for it in found}
    assert arns["Sentinel 2 L2A COGs"] == geospatial.SENTINEL_2
    collection = client.get_raster_data_collection(Arn=geospatial.SENTINEL_2)
    assert collection["Type"] == "PUBLIC"
    assert {"nir", "nir08", "swir16", "scl"} <= set(collection["ImageSourceBands"])
