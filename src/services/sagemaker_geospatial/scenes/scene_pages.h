// SPDX-License-Identifier: Apache-2.0
//
// The scenes of an earth observation job in the record log: each record is a JSON array of some.
// Behind them, where the job makes a table: pieces of its CSV, each a JSON text.

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/jobs/job_work.h"
#include "services/sagemaker_geospatial/scenes/scene.h"

namespace portside::sagemaker_geospatial {

std::string SceneStream(std::string_view job_arn);

void StageScenes(const std::vector<Scene>& scenes, RowStage& rows);

// In order, until `visit` says false.
void VisitScenes(const RecordReader& records, std::string_view job_arn,
                 const std::function<bool(const Scene& scene)>& visit);

void StageTable(std::string_view csv, RowStage& rows);
// The pieces in order, until `visit` says false.
void VisitTable(const RecordReader& records, std::string_view job_arn,
                const std::function<bool(std::string_view csv)>& visit);

// All of them: at most limits::kScenesPerJob.
[[nodiscard]] std::vector<Scene> ScenesOfJob(const RecordReader& records, std::string_view job_arn);

}  // namespace portside::sagemaker_geospatial
