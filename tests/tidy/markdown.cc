// SPDX-License-Identifier: Apache-2.0

#include "tidy/markdown.h"

#include <gtest/gtest.h>

#include "tidy/source_tree.h"

namespace portside::tidy {
namespace {

std::string Trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

TableRow Cells(std::string_view line) {
  TableRow cells;
  line.remove_prefix(1);
  for (std::size_t end = line.find('|'); end != std::string_view::npos; end = line.find('|')) {
    cells.push_back(Trim(line.substr(0, end)));
    line.remove_prefix(end + 1);
  }
  return cells;
}

}  // namespace

std::vector<TableRow> ReadTable(std::string_view document, std::string_view name) {
  const std::string marker = "<!-- table: " + std::string(name) + " -->";
  std::vector<TableRow> rows;
  bool inside = false;
  for (const std::string_view line : Lines(document)) {
    if (line == marker) {
      inside = true;
    } else if (inside && line.starts_with('|')) {
      rows.push_back(Cells(line));
    } else if (!rows.empty()) {
      break;
    }
  }
  if (rows.size() < 3) {
    ADD_FAILURE() << "there is no table under " << marker;
    return {};
  }
  rows.erase(rows.begin(), rows.begin() + 2);
  for (const TableRow& row : rows) {
    if (row.size() == rows[0].size()) continue;
    ADD_FAILURE() << "a row under " << marker << " has " << row.size() << " cells";
    return {};
  }
  return rows;
}

std::vector<std::string> CodeSpans(std::string_view text) {
  std::vector<std::string> spans;
  for (;;) {
    const std::size_t begin = text.find('`');
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('`', begin + 1);
    if (end == std::string_view::npos) return spans;
    spans.emplace_back(text.substr(begin + 1, end - begin - 1));
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> FileLinks(std::string_view document) {
  std::vector<std::string> links;
  for (;;) {
    const std::size_t begin = document.find("](");
    if (begin == std::string_view::npos) return links;
    document.remove_prefix(begin + 2);
    std::string target(document.substr(0, document.find(')')));
    target.resize(std::min(target.find('#'), target.size()));
    if (!target.empty() && target.find(':') == std::string::npos) links.push_back(target);
  }
}

}  // namespace portside::tidy
