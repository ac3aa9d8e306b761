// SPDX-License-Identifier: Apache-2.0
//
// ShapeSource: where the descriptions of shapes are read from, one by one.

#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "portside/base/json.h"

namespace portside {

class ShapeSource {
 public:
  virtual ~ShapeSource() = default;
  [[nodiscard]] virtual bool Has(std::string_view name) const = 0;
  // Of a shape that is there.
  [[nodiscard]] virtual Json Read(std::string_view name) const = 0;
  [[nodiscard]] virtual std::vector<std::string_view> Names() const = 0;
};

// Of a value, which is kept.
std::unique_ptr<ShapeSource> ShapesOf(Json shapes);

// Of a file as tools/import-models writes it, whose last key is "shapes" with one shape after the
// other, each at the start of its line: the text is not parsed, but its lines are looked at when a
// shape is first asked for. The text must outlive the source.
std::unique_ptr<ShapeSource> ShapesOfText(std::string_view text);

// The same file without its shapes, as a document of its own. Nothing where the text has not that
// form.
std::optional<Json> HeadOfText(std::string_view text);

}  // namespace portside
