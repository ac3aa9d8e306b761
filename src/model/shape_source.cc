// SPDX-License-Identifier: Apache-2.0

#include "model/shape_source.h"

#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace portside {
namespace {

constexpr std::string_view kShapesKey = ",\n  \"shapes\": {";
// A shape's name stands four blanks deep; what belongs to it is deeper.
constexpr std::string_view kNameStart = "\n    \"";

class JsonShapes final : public ShapeSource {
 public:
  explicit JsonShapes(Json shapes) : shapes_(std::move(shapes)) {}
  [[nodiscard]] bool Has(std::string_view name) const override { return shapes_.contains(name); }
  [[nodiscard]] Json Read(std::string_view name) const override {
    return shapes_.at(std::string(name));
  }
  [[nodiscard]] std::vector<std::string_view> Names() const override {
    std::vector<std::string_view> names;
    for (const auto& [name, shape] : shapes_.items()) names.push_back(name);
    return names;
  }

 private:
  Json shapes_;
};

class TextShapes final : public ShapeSource {
 public:
  explicit TextShapes(std::string_view text) : text_(text) {}

  [[nodiscard]] bool Has(std::string_view name) const override { return Index().contains(name); }

  [[nodiscard]] Json Read(std::string_view name) const override {
    auto shape = ParseJson(Index().at(name));
    if (!shape) throw std::logic_error("the shape " + std::string(name) + " is not JSON");
    return std::move(*shape);
  }

  [[nodiscard]] std::vector<std::string_view> Names() const override {
    std::vector<std::string_view> names;
    for (const auto& [name, description] : Index()) names.push_back(name);
    return names;
  }

 private:
  using Descriptions = std::unordered_map<std::string_view, std::string_view>;

  const Descriptions& Index() const {
    if (!index_.empty()) return index_;
    std::size_t at = text_.find(kNameStart, text_.find(kShapesKey));
    while (at != std::string_view::npos) {
      const std::size_t next = text_.find(kNameStart, at + 1);
      const std::size_t name = at + kNameStart.size();
      const std::size_t quote = text_.find('"', name);
      // Without the colon before it, and without the comma or the end of the file behind it.
      std::string_view description = text_.substr(quote + 2, next - quote - 2);
      description = description.substr(0, description.rfind('}') + 1);
      if (next == std::string_view::npos) {
        // The last one stands before two more braces.
        for (int outer = 0; outer < 2; ++outer) {
          description = description.substr(0, description.rfind('}'));
        }
      }
      index_.emplace(text_.substr(name, quote - name), description);
      at = next;
    }
    return index_;
  }

  std::string_view text_;
  mutable Descriptions index_;
};

}  // namespace

std::unique_ptr<ShapeSource> ShapesOf(Json shapes) {
  return std::make_unique<JsonShapes>(std::move(shapes));
}

std::unique_ptr<ShapeSource> ShapesOfText(std::string_view text) {
  return std::make_unique<TextShapes>(text);
}

std::optional<Json> HeadOfText(std::string_view text) {
  const std::size_t shapes = text.find(kShapesKey);
  if (shapes == std::string_view::npos) return std::nullopt;
  return ParseJson(std::string(text.substr(0, shapes)) + "}");
}

}  // namespace portside
