// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/avro_compatibility.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

#include "portside/base/limits.h"

namespace portside {
namespace {

// int → long → float → double, and bytes and strings are each other.
bool IsPromoted(AvroKind reader, AvroKind writer) {
  switch (reader) {
    case AvroKind::kLong: return writer == AvroKind::kInt;
    case AvroKind::kFloat: return writer == AvroKind::kInt || writer == AvroKind::kLong;
    case AvroKind::kDouble:
      return writer == AvroKind::kInt || writer == AvroKind::kLong || writer == AvroKind::kFloat;
    case AvroKind::kBytes: return writer == AvroKind::kString;
    case AvroKind::kString: return writer == AvroKind::kBytes;
    default: return false;
  }
}

class Resolution {
 public:
  Resolution(const AvroDefinition& reader, const AvroDefinition& writer)
      : reader_(reader), writer_(writer) {}

  // Of the first that was found wrong; it is empty where only the branches of a union were tried.
  std::string reason;

  bool CanRead(std::size_t reader, std::size_t writer) {
    const std::uint64_t pair = std::uint64_t{reader} * writer_.nodes.size() + writer;
    // A pair that is being compared further up is taken to fit: if it does not, that shows there.
    const auto [known, is_new] = known_.emplace(pair, true);
    if (!is_new) return known->second;
    if (known_.size() > limits::kAvroComparisons || depth_ >= limits::kAvroComparisonDepth) {
      return Refuse("the schemas are too large to be compared");
    }
    ++depth_;
    const bool fits = Resolve(reader_.nodes[reader], writer_.nodes[writer], reader, writer);
    --depth_;
    known_[pair] = fits;
    return fits;
  }

 private:
  bool Refuse(const std::string& why) {
    if (reason.empty()) reason = path_ + ": " + why;
    return false;
  }
  bool Mismatch(const AvroNode& reader, const AvroNode& writer) {
    return Refuse("the reader's type " + std::string(NameOf(reader.kind)) +
                  " cannot read the writer's type " + std::string(NameOf(writer.kind)));
  }

  bool Resolve(const AvroNode& reader, const AvroNode& writer, std::size_t reader_place,
               std::size_t writer_place) {
    // Whatever was written must be readable.
    if (writer.kind == AvroKind::kUnion) {
      return std::ranges::all_of(writer.parts,
                                 [&](std::size_t branch) { return CanRead(reader_place, branch); });
    }
    if (reader.kind == AvroKind::kUnion) return ReadsByABranch(reader, writer, writer_place);
    if (reader.kind != writer.kind) {
      return IsPromoted(reader.kind, writer.kind) || Mismatch(reader, writer);
    }
    switch (reader.kind) {
      case AvroKind::kArray: return Within("/items", reader.parts.front(), writer.parts.front());
      case AvroKind::kMap: return Within("/values", reader.parts.front(), writer.parts.front());
      case AvroKind::kRecord: return HasSameName(reader, writer) && ReadsFields(reader, writer);
      case AvroKind::kEnum: return HasSameName(reader, writer) && ReadsSymbols(reader, writer);
      case AvroKind::kFixed:
        return HasSameName(reader, writer) &&
               (reader.size == writer.size ||
                Refuse("the sizes of fixed " + reader.name + " are not the same"));
      default: return true;
    }
  }

  // The branches that do not fit are no reason by themselves.
  bool ReadsByABranch(const AvroNode& reader, const AvroNode& writer, std::size_t writer_place) {
    const std::string before = reason;
    for (const std::size_t branch : reader.parts) {
      if (CanRead(branch, writer_place)) {
        reason = before;
        return true;
      }
    }
    reason = before;
    return Refuse("the reader's union has no branch for the writer's type " +
                  std::string(NameOf(writer.kind)));
  }

  bool Within(const std::string& step, std::size_t reader, std::size_t writer) {
    const std::size_t length = path_.size();
    path_ += step;
    const bool fits = CanRead(reader, writer);
    path_.resize(length);
    return fits;
  }

  // By the unqualified name, or an alias of the reader.
  bool HasSameName(const AvroNode& reader, const AvroNode& writer) {
    if (SimpleName(reader.name) == SimpleName(writer.name)) return true;
    if (std::ranges::find(reader.aliases, writer.name) != reader.aliases.end()) return true;
    return Refuse("the reader's " + reader.name + " is not the writer's " + writer.name);
  }

  bool ReadsFields(const AvroNode& reader, const AvroNode& writer) {
    std::unordered_map<std::string_view, std::size_t> written;
    for (const AvroRecordField& field : writer.fields) written.emplace(field.name, field.type);
    return std::ranges::all_of(reader.fields, [&](const AvroRecordField& field) {
      auto found = written.find(field.name);
      for (const std::string& alias : field.aliases) {
        if (found == written.end()) found = written.find(alias);
      }
      if (found != written.end()) {
        return Within("/" + field.name, field.type, found->second);
      }
      return field.has_default || Refuse("the reader's field " + field.name +
                                         " has no default, and the writer has no such field");
    });
  }

  bool ReadsSymbols(const AvroNode& reader, const AvroNode& writer) {
    if (reader.has_default) return true;
    const std::set<std::string_view> known(reader.symbols.begin(), reader.symbols.end());
    const auto missing = std::ranges::find_if(
        writer.symbols, [&](const std::string& symbol) { return !known.contains(symbol); });
    return missing == writer.symbols.end() ||
           Refuse("the reader's enum " + reader.name + " has no symbol " + *missing);
  }

  const AvroDefinition& reader_;
  const AvroDefinition& writer_;
  std::unordered_map<std::uint64_t, bool> known_;
  std::string path_;
  int depth_ = 0;
};

}  // namespace

std::optional<std::string> FindAvroMisread(const AvroDefinition& reader,
                                           const AvroDefinition& writer) {
  Resolution resolution(reader, writer);
  if (resolution.CanRead(reader.root, writer.root)) return std::nullopt;
  return resolution.reason;
}

}  // namespace portside
