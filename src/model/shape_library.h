// SPDX-License-Identifier: Apache-2.0
//
// ShapeLibrary: the shapes of a model, each read with all that it reaches when it is first asked
// for. What was read stays where it is and does not change. Core thread.

#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/shape_source.h"
#include "portside/base/result.h"
#include "portside/model/shape.h"

namespace portside {

class ShapeLibrary {
 public:
  // `pattern_prefix` is printed before patterns in messages.
  ShapeLibrary(std::unique_ptr<ShapeSource> source, std::string pattern_prefix)
      : source_(std::move(source)), pattern_prefix_(std::move(pattern_prefix)) {}

  // Null: there is no such shape. Fails with a sentence that names the shape where one is not
  // sound.
  Expected<const Shape*, std::string> Find(std::string_view name);
  // Every shape that there is, and whether their patterns compile.
  Expected<void, std::string> ReadAll();

 private:
  using Loaded = Expected<void, std::string>;

  // The shape of that name, perhaps still to be read; null where there is none.
  Shape* Place(std::string_view name);
  Loaded ReadPlaced();
  Loaded ReadShape(const Json& source, Shape& shape);
  Loaded ReadConstraints(const Json& source, Shape& shape);
  Loaded ReadStructure(const Json& source, Shape& shape);
  Loaded ReadMember(const Json& source, Member& member);
  Expected<const Shape*, std::string> Resolve(const Json& source, const char* key);
  void ComputeFlags(std::size_t first);

  std::unique_ptr<ShapeSource> source_;
  const std::string pattern_prefix_;
  std::deque<Shape> shapes_;
  std::unordered_map<std::string, Shape*> by_name_;
  std::size_t read_ = 0;  // of shapes_
  // Members whose shape may say how their times look.
  std::vector<Member*> timeless_;
  bool compiles_ = false;
  // Texts compile once, however many shapes repeat them.
  std::unordered_map<std::string, std::shared_ptr<const Pattern>> patterns_;
};

}  // namespace portside
