"""kill -9 in the middle of jobs, and what is there after the next start."""

import pytest

from support import geospatial, glue, personalize, sagemaker
from support.polling import wait_until
from support.user import User

# Long enough to be killed in every state.
SLOWLY = ("--time-scale", "2")
HASTILY = ("--time-scale", "0")


class VectorEnrichment:
    # Each step with the states in which the server is killed, and the one in which it ends.
    jobs = (("start", geospatial.RUNNING, "COMPLETED"), ("export", ("IN_PROGRESS",), "SUCCEEDED"))

    def prepare(self, user):
        self.places = user.put("places.csv", "longitude,latitude\n-122.33,47.61\n13.4,52.52\n")

    def start(self, user):
        self.arn = geospatial.start_enrichment(user, self.places)
        return self.arn

    def export(self, user):
        geospatial.export(user, self.arn, user.uri("out"))
        return self.arn

    def status(self, user, arn):
        job = geospatial.get_job(user, arn)
        return job.get("ExportStatus", job["Status"])

    def check(self, user):
        [key] = user.keys("out/")
        assert key == f"out/{geospatial.job_id(self.arn)}/results_0.csv"
        header, seattle, berlin = user.get(user.uri(key)).decode().splitlines()
        assert header.startswith("longitude,latitude,reverse_geo.address_number,")
        assert ",Seattle," in seattle and seattle.endswith(",Washington,Valid Data")
        assert ",Berlin," in berlin and berlin.endswith(",Berlin,Valid Data")


class EarthObservation(VectorEnrichment):
    def prepare(self, user):
        pass

    def start(self, user):
        self.arn = geospatial.start_observation(user, {"LandCoverSegmentationConfig": {}})
        return self.arn

    def check(self, user):
        keys = user.keys("out/")
        names = [key.rpartition("/")[2] for key in keys]
        assert sorted(names) == ["S2A_11SQA_20220704_0_L2A.tif", "S2B_11SQA_20220709_0_L2A.tif"]
        geospatial.export(user, self.arn, user.uri("again"))
        geospatial.finish_export(user, self.arn)
        for key in keys:
            again = user.uri(key.replace("out/", "again/", 1))
            assert user.get(user.uri(key)) == user.get(again)
            with geospatial.open_raster(user, key) as raster:
                assert set(raster.read(1)[::4, ::4].flat) >= {4, 6}


class DatasetExport:
    jobs = (("start", personalize.RUNNING, "ACTIVE"), ("export", personalize.RUNNING, "ACTIVE"))
    ROWS = "USER_ID,AGE,MEMBERSHIP_TYPE\n" + "".join(f"u{i},{i},gold\n" for i in range(2000))

    def prepare(self, user):
        self.dataset = personalize.make_datasets(user, "USERS")[1]["USERS"]
        self.location = user.put("users.csv", self.ROWS)

    def start(self, user):
        arn = personalize.start_import(user, self.dataset, self.location)
        return lambda: personalize.personalize(user).describe_dataset_import_job(
            datasetImportJobArn=arn
        )["datasetImportJob"]

    def export(self, user):
        arn = personalize.start_export(user, self.dataset, "out", ingestionMode="BULK")
        return lambda: personalize.get_export(user, arn)

    def status(self, user, describe):
        return describe()["status"]

    def check(self, user):
        assert personalize.exported(user, "out") == self.ROWS


class EdgePackaging:
    jobs = (("start", sagemaker.RUNNING, "COMPLETED"), ("export", sagemaker.RUNNING, "COMPLETED"))

    def prepare(self, user):
        self.model = user.put("model.tar.gz", sagemaker.tar_gz(sagemaker.MODEL_FILES))

    def start(self, user):
        sagemaker.start_compilation(user, self.model)
        return lambda: sagemaker.sagemaker(user).describe_compilation_job(
            CompilationJobName="compile"
        )["CompilationJobStatus"]

    def export(self, user):
        sagemaker.start_packaging(user, PresetDeploymentType="GreengrassV2Component")
        return lambda: sagemaker.get_packaging(user)["EdgePackagingJobStatus"]

    def status(self, user, describe):
        return describe()

    def check(self, user):
        job = sagemaker.get_packaging(user)
        assert job["PresetDeploymentOutput"]["Status"] == "COMPLETED"
        assert user.keys("packages/") == ["packages/detector-1.0.tar.gz"]
        files = sagemaker.untar(user.get(job["ModelArtifact"]))
        assert sagemaker.MODEL_FILES.items() <= files.items()
        assert "sagemaker_edge_manifest" in files


class LabelExport:
    jobs = (("start", glue.RUNNING, "SUCCEEDED"), ("export", glue.RUNNING, "SUCCEEDED"))
    LABELS = glue.HEADER + "1,A,1,Emma,1815\n1,A,2,\"Emma, again\",1815\n"

    def prepare(self, user):
        glue.make_table(user)
        self.transform = glue.make_transform(user)
        self.file = user.put("labels.csv", self.LABELS)

    def start(self, user):
        return glue.start_import(user, self.transform, self.file)

    def export(self, user):
        return glue.start_export(user, self.transform)

    def status(self, user, task):
        run = glue.glue(user).get_ml_task_run(TransformId=self.transform, TaskRunId=task)
        return run["Status"]

    def check(self, user):
        assert glue.get_transform(user, self.transform)["LabelCount"] == 2
        [key] = user.keys("exported/")
        assert user.get(user.uri(key)).decode() == self.LABELS


SCENARIOS = (VectorEnrichment, EarthObservation, DatasetExport, EdgePackaging, LabelExport)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_killed_server_goes_on_where_it_was(start_server, scenario):
    """A user's machine loses power in each state of a job and of the export after it; after the
    next start everything ends as if nothing had been."""
    server = start_server(*HASTILY)
    user = User(server)
    flow = scenario()
    flow.prepare(user)
    kills = 0
    for step, running, done in flow.jobs:
        server.kill()
        server.start(*SLOWLY)
        job = getattr(flow, step)(user)
        for count, state in enumerate(running):
            earlier = running[:count]
            wait_until(lambda: flow.status(user, job), lambda status: status not in earlier)
            assert flow.status(user, job) == state
            kills += 1
            # What was answered is there.
            acknowledged = user.put(f"before/{kills}", state)
            glue.glue(user).create_database(DatabaseInput={"Name": f"before{kills}"})
            server.kill()
            server.start()
            assert user.get(acknowledged).decode() == state
            glue.glue(user).get_database(Name=f"before{kills}")
        end = wait_until(lambda: flow.status(user, job), lambda status: status not in running)[-1]
        assert end == done
    flow.check(user)
