// SPDX-License-Identifier: Apache-2.0

#include "cli/table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "cli/text.h"

namespace portside::cli {
namespace {

constexpr std::size_t kGap = 2;
// A column that gives way keeps this much, however narrow the terminal.
constexpr std::size_t kNarrowest = 4;

const char* SequenceOf(Colour colour) {
  switch (colour) {
    case Colour::kRed: return "\x1b[31m";
    case Colour::kGreen: return "\x1b[32m";
    case Colour::kYellow: return "\x1b[33m";
    case Colour::kBold: return "\x1b[1m";
    case Colour::kNone: break;
  }
  return "";
}

std::string Line(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths,
                 bool has_colours) {
  std::string line;
  std::size_t owed = 0;  // spaces that are written only before more text
  for (std::size_t at = 0; at < cells.size(); ++at) {
    const std::string text = CutText(cells[at].text, widths[at]);
    const std::size_t used = DisplayWidth(text);
    if (used > 0) {
      line.append(owed, ' ');
      owed = 0;
      line += has_colours ? Paint(text, cells[at].colour) : text;
    }
    owed += widths[at] - used + kGap;
  }
  return line;
}

}  // namespace

std::string Paint(const std::string& text, Colour colour) {
  return colour == Colour::kNone ? text : SequenceOf(colour) + text + "\x1b[0m";
}

Table::Table(std::vector<std::string> headers, std::set<std::string> whole)
    : headers_(std::move(headers)), whole_(std::move(whole)) {
  for (std::string& header : headers_) header = CleanText(header);
}

void Table::Add(std::vector<Cell> cells) {
  cells.resize(headers_.size());
  for (Cell& cell : cells) cell.text = CleanText(cell.text);
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::Widths(std::size_t width) const {
  std::vector<std::size_t> widths;
  for (std::size_t at = 0; at < headers_.size(); ++at) {
    widths.push_back(DisplayWidth(headers_[at]));
    for (const auto& row : rows_) widths[at] = std::max(widths[at], DisplayWidth(row[at].text));
  }
  if (width == 0 || widths.empty()) return widths;
  const std::size_t gaps = kGap * (widths.size() - 1);
  std::size_t total = std::accumulate(widths.begin(), widths.end(), gaps);
  for (const bool all : {false, true}) {
    while (total > width) {
      // Of columns that are equally wide the last one: reasons stand there.
      std::size_t widest = widths.size();
      for (std::size_t at = 0; at < widths.size(); ++at) {
        if (widths[at] <= kNarrowest || (!all && whole_.contains(headers_[at]))) continue;
        if (widest == widths.size() || widths[at] >= widths[widest]) widest = at;
      }
      if (widest == widths.size()) break;
      --widths[widest];
      --total;
    }
  }
  return widths;
}

std::vector<std::string> Table::Lines(const TableStyle& style) const {
  const std::vector<std::size_t> widths = Widths(style.width);
  std::vector<Cell> header;
  for (const std::string& text : headers_) header.push_back({text, Colour::kBold});
  std::vector<std::string> lines = {Line(header, widths, style.has_colours)};
  for (const auto& row : rows_) lines.push_back(Line(row, widths, style.has_colours));
  return lines;
}

void Table::Print(std::ostream& out, const TableStyle& style) const {
  for (const std::string& line : Lines(style)) out << line << '\n';
}

}  // namespace portside::cli
