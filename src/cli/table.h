// SPDX-License-Identifier: Apache-2.0
//
// Table: rows of texts in columns as wide as what stands in them. Where a line would be wider than
// the terminal, the widest columns give way and their texts end in "…"; those that are to stay
// whole only when nothing else is left.
//
//   Table table({"KIND", "STATE"});
//   table.Add({{"glue::ml_task_run"}, {"FAILED", Colour::kRed}});
//   table.Print(out, {.width = 80, .has_colours = true});

#pragma once

#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace portside::cli {

enum class Colour { kNone, kRed, kGreen, kYellow, kBold };

// `text` between the sequences of a colour.
std::string Paint(const std::string& text, Colour colour);

struct Cell {
  std::string text;
  Colour colour = Colour::kNone;
};

struct TableStyle {
  std::size_t width = 0;  // of a line; 0: whatever it takes
  bool has_colours = false;
};

class Table {
 public:
  explicit Table(std::vector<std::string> headers, std::set<std::string> whole = {});

  // One cell for each header. Texts are cleaned here (CleanText).
  void Add(std::vector<Cell> cells);
  [[nodiscard]] std::size_t rows() const { return rows_.size(); }

  // The header and the rows, without line breaks.
  [[nodiscard]] std::vector<std::string> Lines(const TableStyle& style) const;
  void Print(std::ostream& out, const TableStyle& style) const;

 private:
  [[nodiscard]] std::vector<std::size_t> Widths(std::size_t width) const;

  std::vector<std::string> headers_;
  std::set<std::string> whole_;  // headers of columns
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace portside::cli
