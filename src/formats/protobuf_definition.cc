// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/protobuf_definition.h"

#include <algorithm>
#include <set>

#include "formats/protobuf_cursor.h"
#include "portside/base/encoding.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

using Done = FormatResult<void>;

constexpr std::int64_t kLargestField = 536'870'911;
constexpr std::int64_t kReservedFrom = 19'000;
constexpr std::int64_t kReservedTo = 19'999;
constexpr std::string_view kMapKeys[] = {"int32",    "int64",    "uint32",  "uint64",
                                         "sint32",   "sint64",   "fixed32", "fixed64",
                                         "sfixed32", "sfixed64", "bool",    "string"};

// What is being read of a message, for what may come only once in it.
struct Body {
  ProtobufMessage message;
  std::set<std::int64_t> numbers{};
  std::set<std::string> names{};
};

class Parser : private ProtobufCursor {
 public:
  using ProtobufCursor::ProtobufCursor;

  FormatResult<ProtobufDefinition> Run() {
    while (Next().kind != ProtobufTokenKind::kEnd) TRY(Declaration());
    definition_.canonical = Canonical();
    for (ProtobufMessage& message : definition_.messages) {
      for (ProtobufField& field : message.fields) field.type = WithoutPackage(field.type);
    }
    return std::move(definition_);
  }

 private:
  Done Declaration() {
    const ProtobufToken& label = Next();
    if (Is(";")) {
      Take();
      return {};
    }
    if (label.kind != ProtobufTokenKind::kWord) return Refuse(label, "expected a word");
    Take();
    const bool is_first = std::exchange(is_first_, false);
    if (label.text == "syntax") return Syntax(label, is_first);
    if (label.text == "package") return Package(label);
    if (label.text == "import") return Import();
    if (label.text == "option") return SkipPast(";");
    if (label.text == "message") return Message("", 0);
    if (label.text == "enum") return Enum();
    if (label.text == "service") return Service();
    if (label.text == "extend") return Refuse(label, "extensions are not supported");
    return Refuse(label, "unexpected label: " + std::string(label.text));
  }

  Done Syntax(const ProtobufToken& label, bool is_first) {
    if (!is_first) {
      return Refuse(label, "'syntax' element must be the first declaration in a file");
    }
    TRY(Want("="));
    const ProtobufToken& value = Take();
    const std::string_view text = value.text;
    const bool is_quoted = value.kind == ProtobufTokenKind::kText;
    const std::string_view inner = is_quoted ? text.substr(1, text.size() - 2) : "";
    if (inner != "proto2" && inner != "proto3") {
      return Refuse(value, "'syntax' must be 'proto2' or 'proto3'. Found: " + std::string(text));
    }
    is_proto3_ = inner == "proto3";
    return Want(";");
  }

  Done Package(const ProtobufToken& label) {
    if (!definition_.package.empty()) return Refuse(label, "too many package names");
    definition_.package = TRY(Word());
    return Want(";");
  }

  Done Import() {
    if (Is("public") || Is("weak")) Take();
    if (Next().kind != ProtobufTokenKind::kText) return Refuse(Next(), "expected string");
    Take();
    return Want(";");
  }

  Done Service() {
    TRY(Name());
    TRY(Want("{"));
    while (!Is("}")) {
      const ProtobufToken& label = Take();
      if (label.text == ";") continue;
      if (label.text == "option") {
        TRY(SkipPast(";"));
      } else if (label.text == "rpc") {
        TRY(Rpc());
      } else {
        return Refuse(label, "unexpected label: " + std::string(label.text));
      }
    }
    return Want("}");
  }

  Done Rpc() {
    TRY(Name());
    for (int side = 0; side < 2; ++side) {
      if (side == 1) TRY(Want("returns"));
      TRY(Want("("));
      if (Is("stream")) Take();
      // A message may itself be called stream.
      if (!Is(")")) TRY(Word());
      TRY(Want(")"));
    }
    if (!Is("{")) return Want(";");
    Take();
    while (!Is("}")) {
      if (Is(";")) {
        Take();
        continue;
      }
      TRY(Want("option"));
      TRY(SkipPast(";"));
    }
    return Want("}");
  }

  Done Enum() {
    const ProtobufToken& label = Next();
    const std::string name = TRY(Name());
    TRY(Want("{"));
    std::set<std::int64_t> numbers;
    std::set<std::string> names;
    bool may_repeat = false;
    bool repeats = false;
    bool is_first = true;
    while (!Is("}")) {
      const ProtobufToken& token = Next();
      if (Is(";")) {
        Take();
      } else if (Is("option")) {
        Take();
        may_repeat = may_repeat || Is("allow_alias");
        TRY(SkipPast(";"));
      } else if (Is("reserved")) {
        Take();
        TRY(SkipPast(";"));
      } else {
        const std::string value = TRY(Name());
        TRY(Want("="));
        const std::int64_t number = TRY(Number());
        if (is_proto3_ && std::exchange(is_first, false) && number != 0) {
          return Refuse(token, "the first value of a proto3 enum must be 0");
        }
        repeats = !numbers.insert(number).second || repeats;
        if (!names.insert(value).second) return Refuse(token, "multiple values named " + value);
        TRY(Options());
      }
    }
    if (names.empty()) return Refuse(label, "enum " + name + " has no values");
    if (repeats && !may_repeat) {
      return Refuse(label, "values of enum " + name + " share a number without allow_alias");
    }
    return Want("}");
  }

  // What may stand behind a value or a field, and its end.
  Done Options() {
    if (Is("[")) {
      Take();
      TRY(SkipPast("]"));
    }
    return Want(";");
  }

  Done Message(const std::string& outer, int depth) {
    if (depth >= limits::kJsonDepth) {
      return Refuse(Next(), "messages are nested deeper than " +
                                std::to_string(limits::kJsonDepth) + " levels");
    }
    const ProtobufToken& label = Next();
    const std::string name = TRY(Name());
    const std::string full = outer.empty() ? name : outer + "." + name;
    if (!messages_.insert(full).second) return Refuse(label, "multiple types named " + full);
    Body body{.message = {.name = full}};
    TRY(Want("{"));
    while (!Is("}")) TRY(Member(body, depth));
    definition_.messages.push_back(std::move(body.message));
    return Want("}");
  }

  Done Member(Body& body, int depth) {
    const ProtobufToken& label = Next();
    const std::string_view text = label.text;
    if (Is(";")) {
      Take();
      return {};
    }
    if (label.kind != ProtobufTokenKind::kWord) return Refuse(label, "expected a word");
    // Names of types too, where an equals sign comes two words later.
    const bool is_field = Ahead(2).text == "=";
    if (!is_field) {
      if (text == "message") return Take(), Message(body.message.name, depth + 1);
      if (text == "enum") return Take(), Enum();
      if (text == "oneof") return Take(), OneOf(body);
      if (text == "option" || text == "reserved") return Take(), SkipPast(";");
      if (text == "extensions" || text == "extend") {
        return Refuse(label, "extensions are not supported");
      }
    } else if (text == "option") {
      return Take(), SkipPast(";");
    }
    return Field(body, false);
  }

  Done OneOf(Body& body) {
    const ProtobufToken& label = Next();
    const std::string name = TRY(Name());
    if (!body.names.insert(name).second) return Refuse(label, "multiple fields named " + name);
    TRY(Want("{"));
    while (!Is("}")) {
      if (Is(";")) {
        Take();
      } else if (Is("option")) {
        Take();
        TRY(SkipPast(";"));
      } else {
        TRY(Field(body, true));
      }
    }
    return Want("}");
  }

  Done Field(Body& body, bool in_oneof) {
    const ProtobufToken& label = Next();
    ProtobufField field;
    const bool is_labelled = Is("optional") || Is("required") || Is("repeated");
    if (is_labelled) {
      if (in_oneof) return Refuse(label, "fields of a oneof have no label");
      if (is_proto3_ && Is("required")) return Refuse(label, "'required' is not allowed in proto3");
      field.is_repeated = Is("repeated");
      field.is_required = Is("required");
      Take();
    }
    if (Is("group")) return Refuse(Next(), "groups are not supported");
    if (Is("map") && Ahead(1).text == "<") {
      if (is_labelled || in_oneof) return Refuse(label, "a map has no label");
      field.type = TRY(MapType());
    } else {
      if (!is_labelled && !in_oneof && !is_proto3_) {
        return Refuse(label, "unexpected label: " + std::string(label.text));
      }
      field.type = TRY(Word());
    }
    const ProtobufToken& name = Next();
    field.name = TRY(Name());
    TRY(Want("="));
    const ProtobufToken& number = Next();
    field.number = TRY(Number());
    const bool is_reserved = field.number >= kReservedFrom && field.number <= kReservedTo;
    if (field.number < 1 || field.number > kLargestField || is_reserved) {
      return Refuse(number, "tag is out of range: " + std::to_string(field.number));
    }
    if (!body.numbers.insert(field.number).second) {
      return Refuse(number, "multiple fields share tag " + std::to_string(field.number));
    }
    if (!body.names.insert(field.name).second) {
      return Refuse(name, "multiple fields named " + field.name);
    }
    body.message.fields.push_back(std::move(field));
    return Options();
  }

  FormatResult<std::string> MapType() {
    Take();
    Take();
    const ProtobufToken& token = Next();
    const std::string key = TRY(Word());
    if (std::ranges::find(kMapKeys, key) == std::end(kMapKeys)) {
      return Refuse(token, "a map's key cannot be of type " + key);
    }
    TRY(Want(","));
    const std::string value = TRY(Word());
    TRY(Want(">"));
    return "map<" + key + ", " + value + ">";
  }

  [[nodiscard]] std::string WithoutPackage(std::string_view type) const {
    if (type.starts_with('.')) type.remove_prefix(1);
    const std::string own = definition_.package + ".";
    if (own.size() > 1 && type.starts_with(own)) type.remove_prefix(own.size());
    return std::string(type);
  }

  bool is_first_ = true;
  bool is_proto3_ = false;  // proto2 where the file does not say
  std::set<std::string> messages_;
  ProtobufDefinition definition_;
};

}  // namespace

FormatResult<ProtobufDefinition> ProtobufDefinition::Parse(std::string_view text) {
  if (!IsValidUtf8(text)) return Fail(FormatError{"Syntax error in :1:1: invalid UTF-8"});
  return Parser(TRY(ReadProtobufTokens(text))).Run();
}

}  // namespace portside
