// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/scene_pages.h"

#include <utility>

namespace portside::sagemaker_geospatial {
namespace {

constexpr std::size_t kScenesPerPage = 64;

}  // namespace

std::string SceneStream(std::string_view job_arn) { return std::string(job_arn) + "#scenes"; }

void StageScenes(const std::vector<Scene>& scenes, RowStage& rows) {
  Json page = Json::array();
  for (const Scene& scene : scenes) {
    page.push_back(ToJson(scene));
    if (page.size() == kScenesPerPage) rows.Append(DumpJson(std::exchange(page, Json::array())));
  }
  if (!page.empty()) rows.Append(DumpJson(page));
}

void VisitScenes(const RecordReader& records, std::string_view job_arn,
                 const std::function<bool(const Scene& scene)>& visit) {
  bool goes_on = true;
  records.Visit(SceneStream(job_arn), [&](const Record& page) {
    if (!goes_on || page.bytes.starts_with('"')) return;
    for (const Json& scene : Json::parse(page.bytes)) {
      if (!goes_on) return;
      goes_on = visit(SceneFromJson(scene));
    }
  });
}

void StageTable(std::string_view csv, RowStage& rows) { rows.Append(DumpJson(Json(csv))); }

void VisitTable(const RecordReader& records, std::string_view job_arn,
                const std::function<bool(std::string_view csv)>& visit) {
  bool goes_on = true;
  records.Visit(SceneStream(job_arn), [&](const Record& page) {
    if (!goes_on || !page.bytes.starts_with('"')) return;
    goes_on = visit(Json::parse(page.bytes).get_ref<const std::string&>());
  });
}

std::vector<Scene> ScenesOfJob(const RecordReader& records, std::string_view job_arn) {
  std::vector<Scene> scenes;
  VisitScenes(records, job_arn, [&scenes](const Scene& scene) {
    scenes.push_back(scene);
    return true;
  });
  return scenes;
}

}  // namespace portside::sagemaker_geospatial
