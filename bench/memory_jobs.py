"""The jobs of bench/memory: how each one's largest input is made, and how it is run."""

import gzip
import io
import json
import tarfile

BUCKET = "bench"
URI = f"s3://{BUCKET}"
ROLE = "arn:aws:iam::123456789012:role/bench-memory"
MIB = 1024 * 1024


def write_rows(server, name, header, row, size):
    """A CSV file of so many bytes; row(number) gives some."""
    written, number = 0, 0
    with open(server.folder / name, "w") as file:
        written += file.write(header)
        while written < size:
            text = "".join(row(n) for n in range(number, number + 10_000))
            number += 10_000
            written += file.write(text[:text.rfind("\n", 0, max(1, size - written)) + 1] or "\n")
    return f"{written // MIB} MiB"


# Vector enrichment.

def start_enrichment(server, config):
    return server.rest("POST", "/vector-enrichment-jobs", {
        "Name": "job", "ExecutionRoleArn": ROLE, "JobConfig": config,
        "InputConfig": {"DocumentType": "CSV",
                        "DataSourceConfig": {"S3Data": {"S3Uri": f"{URI}/points.csv"}}}})["Arn"]


def enrich(config):
    def job(server):
        server.enrichment = start_enrichment(server, config)
        server.settle("sagemaker-geospatial::vector_enrichment_job")
    return job


def export_enrichment(server):
    server.rest("POST", "/export-vector-enrichment-jobs", {
        "Arn": server.enrichment, "ExecutionRoleArn": ROLE,
        "OutputConfig": {"S3Data": {"S3Uri": f"{URI}/out/"}}})
    server.settle("sagemaker-geospatial::vector_enrichment_job_export")


def prepare_places(server, share):
    """Points all over the inhabited earth: what it costs to find the nearest place of each."""
    return write_rows(server, "points.csv", "x,y\n",
                      lambda n: f"{n * 7.31 % 360 - 180:.3f},{n * 3.17 % 125 - 55:.3f}\n",
                      256 * MIB // share)


def prepare_drives(server, share):
    """Some long drives, and many of one point."""
    return write_rows(server, "points.csv", "i,t,x,y\n",
                      lambda n: f"{n % 3 or n},{n},{n % 9},{n % 7}\n", 256 * MIB // share)


GEOCODING = {"ReverseGeocodingConfig": {"XAttributeName": "x", "YAttributeName": "y"}}
MATCHING = {"MapMatchingConfig": {"IdAttributeName": "i", "TimestampAttributeName": "t",
                                  "XAttributeName": "x", "YAttributeName": "y"}}


# Personalize.

def personalize(server, operation, body):
    return server.call("personalize", f"AmazonPersonalize.{operation}", body)


def prepare_items(server, share):
    fields = [{"name": "ITEM_ID", "type": "string"}, {"name": "PRICE", "type": "long"}]
    schema = {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema",
              "fields": fields, "version": "1.0"}
    group = personalize(server, "CreateDatasetGroup", {"name": "group"})["datasetGroupArn"]
    server.settle("personalize::dataset_group")
    schema_arn = personalize(server, "CreateSchema",
                             {"name": "schema", "schema": json.dumps(schema)})["schemaArn"]
    server.dataset = personalize(server, "CreateDataset", {
        "name": "items", "schemaArn": schema_arn, "datasetGroupArn": group,
        "datasetType": "ITEMS"})["datasetArn"]
    server.settle("personalize::dataset")
    count = 10_000_000 // share
    with open(server.folder / "items.csv", "w") as file:
        file.write("ITEM_ID,PRICE\n")
        for first in range(0, count, 100_000):
            last = min(count, first + 100_000)
            file.write("".join(f"item-{n},{n % 1000}\n" for n in range(first, last)))
    return f"{count:,} items"


def prepare_gibibyte(server, share):
    size = prepare_items(server, 1_000_000)
    size = write_rows(server, "items.csv", "ITEM_ID,PRICE\n", lambda n: f"{n % 9},1\n",
                      1024 * MIB // share - 1)
    return size


def import_items(server):
    personalize(server, "CreateDatasetImportJob", {
        "jobName": "import", "datasetArn": server.dataset, "roleArn": ROLE,
        "dataSource": {"dataLocation": f"{URI}/items.csv"}})
    server.settle("personalize::dataset_import_job")


def export_items(server):
    personalize(server, "CreateDatasetExportJob", {
        "jobName": "export", "datasetArn": server.dataset, "roleArn": ROLE, "ingestionMode": "ALL",
        "jobOutput": {"s3DataDestination": {"path": f"{URI}/out/"}}})
    server.settle("personalize::dataset_export_job")


# SageMaker.

def sagemaker(server, operation, body):
    return server.call("sagemaker", f"SageMaker.{operation}", body)


class Zeros(io.RawIOBase):
    """So many zero bytes, which pack a thousand to one."""

    def __init__(self, size):
        self.left = size

    def read(self, size=-1):
        taken = min(self.left, size if size >= 0 else self.left)
        self.left -= taken
        return bytes(taken)


def write_archive(server, members):
    with gzip.open(server.folder / "model.tar.gz", "wb", compresslevel=9) as packed:
        with tarfile.open(fileobj=packed, mode="w|", format=tarfile.USTAR_FORMAT) as tar:
            for name, size in members:
                info = tarfile.TarInfo(name)
                info.size = size
                tar.addfile(info, Zeros(size))


def prepare_bomb(server, share):
    size = (4096 * MIB - 4 * MIB) // share
    write_archive(server, [("model.pth", size)])
    return f"{size // MIB} MiB unpacked"


def prepare_many(server, share):
    count = 99_000 // share
    write_archive(server, [("model.pth", 1), *((f"{'n' * 80}/{n}", 1) for n in range(count))])
    return f"{count:,} files"


def compile_model(server):
    sagemaker(server, "CreateCompilationJob", {
        "CompilationJobName": "job", "RoleArn": ROLE,
        "InputConfig": {"S3Uri": f"{URI}/model.tar.gz", "Framework": "PYTORCH",
                        "DataInputConfig": '{"data":[1,3,224,224]}'},
        "OutputConfig": {"S3OutputLocation": f"{URI}/compiled/", "TargetDevice": "rasp4b"},
        "StoppingCondition": {"MaxRuntimeInSeconds": 900}})
    server.settle("sagemaker::compilation_job")


def package_model(server):
    sagemaker(server, "CreateEdgePackagingJob", {
        "EdgePackagingJobName": "job", "CompilationJobName": "job", "ModelName": "model",
        "ModelVersion": "1.0", "RoleArn": ROLE,
        "OutputConfig": {"S3OutputLocation": f"{URI}/packages/"}})
    server.settle("sagemaker::edge_packaging_job")


# Glue.

def glue(server, operation, body):
    return server.call("glue", f"AWSGlue.{operation}", body)


def prepare_labels(server, share):
    columns = [{"Name": "id", "Type": "string"}]
    glue(server, "CreateDatabase", {"DatabaseInput": {"Name": "db"}})
    glue(server, "CreateTable", {"DatabaseName": "db", "TableInput": {
        "Name": "t", "StorageDescriptor": {"Columns": columns}}})
    server.transform = glue(server, "CreateMLTransform", {
        "Name": "m", "Role": ROLE, "InputRecordTables": [{"DatabaseName": "db", "TableName": "t"}],
        "Parameters": {"TransformType": "FIND_MATCHES", "FindMatchesParameters": {
            "PrimaryKeyColumnName": "id"}}})["TransformId"]
    return write_rows(server, "labels.csv", "labeling_set_id,label,id\n",
                      lambda n: f"{n % 9},A,{n}\n", 10 * MIB // share)


def import_labels(server):
    glue(server, "StartImportLabelsTaskRun",
         {"TransformId": server.transform, "InputS3Path": f"{URI}/labels.csv"})
    server.settle("glue::ml_task_run")


def export_labels(server):
    glue(server, "StartExportLabelsTaskRun",
         {"TransformId": server.transform, "OutputS3Path": f"{URI}/labels-out/"})
    server.settle("glue::ml_task_run")


# Earth observation.

def prepare_area(server, share):
    server.days = 360 // share
    return f"{server.days} days"


def observe(server):
    """A square of some tiles, as long as its images are no more than a job takes."""
    ring = [[-116.5, 36.2], [-114.5, 36.2], [-114.5, 37.5], [-116.5, 37.5], [-116.5, 36.2]]
    server.observation = server.rest("POST", "/earth-observation-jobs", {
        "Name": "job", "ExecutionRoleArn": ROLE, "JobConfig": {"LandCoverSegmentationConfig": {}},
        "InputConfig": {"RasterDataCollectionQuery": {
            "RasterDataCollectionArn": "arn:aws:sagemaker-geospatial:us-west-2:378778860802:"
                                       "raster-data-collection/public/nmqj48dcu3g7ayw8",
            "AreaOfInterest": {"AreaOfInterestGeometry": {"PolygonGeometry": {
                "Coordinates": [ring]}}},
            "TimeRangeFilter": {"StartTime": 1640995200,
                                "EndTime": 1640995200 + 86400 * server.days}}},
    })["Arn"]
    server.settle("sagemaker-geospatial::earth_observation_job")


def export_observation(server):
    server.rest("POST", "/export-earth-observation-job", {
        "Arn": server.observation, "ExecutionRoleArn": ROLE, "ExportSourceImages": True,
        "OutputConfig": {"S3Data": {"S3Uri": f"{URI}/out/"}}})
    server.settle("sagemaker-geospatial::earth_observation_job_export")


CASES = [
    ("reverse geocoding", prepare_places,
     [("enrichment", enrich(GEOCODING)), ("its export", export_enrichment)]),
    ("map matching", prepare_drives,
     [("enrichment", enrich(MATCHING)), ("its export", export_enrichment)]),
    ("items", prepare_items, [("import", import_items), ("export", export_items)]),
    ("bytes", prepare_gibibyte, [("import", import_items), ("export", export_items)]),
    ("one file", prepare_bomb, [("compilation", compile_model), ("packaging", package_model)]),
    ("many files", prepare_many, [("compilation", compile_model), ("packaging", package_model)]),
    ("labels", prepare_labels, [("import", import_labels), ("export", export_labels)]),
    ("land cover", prepare_area, [("observation", observe), ("its export", export_observation)]),
]
