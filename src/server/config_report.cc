// SPDX-License-Identifier: Apache-2.0

#include "server/config_report.h"

#include "portside/base/json.h"

namespace portside {
namespace {

std::string TextOf(const Json& value) {
  if (value.is_null()) return "-";
  return value.is_string() ? value.get<std::string>() : DumpJson(value);
}

std::string SourceText(const ServeOptions::Setting& setting) {
  return setting.from ? setting.source + ' ' + *setting.from : setting.source;
}

void PrintJson(const std::vector<ServeOptions::Setting>& settings, std::ostream& out) {
  Json options = Json::array();
  for (const ServeOptions::Setting& setting : settings) {
    Json option = {{"name", setting.name}, {"value", setting.value}, {"source", setting.source}};
    option["from"] = setting.from ? Json(*setting.from) : Json();
    options.push_back(std::move(option));
  }
  const Json report = {{"options", std::move(options)}};
  out << report.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

void PrintSettings(const std::vector<ServeOptions::Setting>& settings, bool json,
                   std::ostream& out) {
  if (json) return PrintJson(settings, out);
  std::size_t name_width = 0;
  std::size_t value_width = 0;
  for (const ServeOptions::Setting& setting : settings) {
    name_width = std::max(name_width, setting.name.size());
    value_width = std::max(value_width, TextOf(setting.value).size());
  }
  for (const ServeOptions::Setting& setting : settings) {
    const std::string value = TextOf(setting.value);
    out << setting.name << std::string(name_width - setting.name.size() + 2, ' ') << value
        << std::string(value_width - value.size() + 2, ' ') << SourceText(setting) << '\n';
  }
}

}  // namespace portside
