// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/schemas/schema_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <vector>

namespace portside::personalize {
namespace {

enum class Need { kReserved, kRequired };
enum class Nulls { kAllowed, kRefused };
enum class Kind { kAny, kNotCategorical, kCategorical, kTextual };

// A field whose name means something to Personalize.
struct FieldRule {
  std::string_view name;
  AvroType type;
  Need need = Need::kReserved;
  Nulls nulls = Nulls::kAllowed;
  Kind kind = Kind::kAny;
};

constexpr FieldRule Key(std::string_view name, AvroType type = AvroType::kString) {
  return {name, type, Need::kRequired, Nulls::kRefused, Kind::kAny};
}
constexpr FieldRule Reserved(std::string_view name, AvroType type, Kind kind = Kind::kAny) {
  return {name, type, Need::kReserved, Nulls::kAllowed, kind};
}
constexpr FieldRule Required(std::string_view name, AvroType type, Kind kind = Kind::kAny) {
  return {name, type, Need::kRequired, Nulls::kAllowed, kind};
}

constexpr auto kString = AvroType::kString;
constexpr auto kLong = AvroType::kLong;
constexpr auto kFloat = AvroType::kFloat;

constexpr FieldRule kInteractions[] = {
    Key("USER_ID"),
    Key("ITEM_ID"),
    Key("TIMESTAMP", kLong),
    Reserved("EVENT_TYPE", kString, Kind::kNotCategorical),
    Reserved("EVENT_VALUE", kFloat),
    Reserved("IMPRESSION", kString),
    Reserved("RECOMMENDATION_ID", kString),
    Reserved("EVENT_ATTRIBUTION_SOURCE", kString),
};
// In both domains events are told apart by their type.
constexpr FieldRule kDomainInteractions[] = {
    {"EVENT_TYPE", kString, Need::kRequired, Nulls::kRefused, Kind::kNotCategorical},
};
constexpr FieldRule kUsers[] = {Key("USER_ID")};
constexpr FieldRule kVideoUsers[] = {
    Reserved("SUBSCRIPTION_MODEL", kString, Kind::kCategorical),
};
constexpr FieldRule kItems[] = {Key("ITEM_ID"), Reserved("CREATION_TIMESTAMP", kLong)};
constexpr FieldRule kShopItems[] = {
    Required("PRICE", kFloat),
    Required("CATEGORY_L1", kString, Kind::kCategorical),
    Reserved("CATEGORY_L2", kString, Kind::kCategorical),
    Reserved("CATEGORY_L3", kString, Kind::kCategorical),
    Reserved("PRODUCT_DESCRIPTION", kString, Kind::kTextual),
    Reserved("AGE_GROUP", kString, Kind::kCategorical),
    Reserved("ADULT", kString, Kind::kCategorical),
    Reserved("GENDER", kString, Kind::kCategorical),
};
constexpr FieldRule kVideoItems[] = {
    Required("CREATION_TIMESTAMP", kLong),
    Required("GENRES", kString, Kind::kCategorical),
    Reserved("PRICE", kFloat),
    Reserved("DURATION", kFloat),
    Reserved("AVERAGE_RATING", kFloat),
    Reserved("GENRE_L2", kString, Kind::kCategorical),
    Reserved("GENRE_L3", kString, Kind::kCategorical),
    Reserved("CONTENT_OWNER", kString, Kind::kCategorical),
    Reserved("CONTENT_CLASSIFICATION", kString, Kind::kCategorical),
    Reserved("PRODUCT_DESCRIPTION", kString, Kind::kTextual),
};
constexpr FieldRule kActions[] = {
    Key("ACTION_ID"),
    Reserved("CREATION_TIMESTAMP", kLong),
    Reserved("VALUE", kLong),
    Reserved("TYPE", kString),
    // The guide has both names of this one.
    Reserved("EXPIRATION_TIMESTAMP", kLong),
    Reserved("ACTION_EXPIRATION_TIMESTAMP", kLong),
    Reserved("REPEAT_FREQUENCY", kLong),
};
constexpr FieldRule kActionInteractions[] = {
    Key("USER_ID"),
    Key("ACTION_ID"),
    Key("EVENT_TYPE"),
    Key("TIMESTAMP", kLong),
    Reserved("IMPRESSION", kString),
    Reserved("RECOMMENDATION_ID", kString),
};

struct TypeRules {
  std::string_view type;
  std::string_view domain;  // empty: every schema of the type
  std::span<const FieldRule> fields;
};

// The rules of a domain stand first: where a name has two, the first one holds.
constexpr TypeRules kTypeRules[] = {
    {"INTERACTIONS", "ECOMMERCE", kDomainInteractions},
    {"INTERACTIONS", "VIDEO_ON_DEMAND", kDomainInteractions},
    {"USERS", "VIDEO_ON_DEMAND", kVideoUsers},
    {"ITEMS", "ECOMMERCE", kShopItems},
    {"ITEMS", "VIDEO_ON_DEMAND", kVideoItems},
    {"INTERACTIONS", "", kInteractions},
    {"ITEMS", "", kItems},
    {"USERS", "", kUsers},
    {"ACTIONS", "", kActions},
    {"ACTION_INTERACTIONS", "", kActionInteractions},
};

// Fields that the user is free to add. The lower bound counts reserved fields as well.
struct MetadataBounds {
  std::string_view type;
  std::size_t min;
  std::size_t max;
};
constexpr MetadataBounds kMetadataBounds[] = {
    {"INTERACTIONS", 0, 5},        {"ITEMS", 1, 100}, {"USERS", 1, 25}, {"ACTIONS", 1, 10},
    {"ACTION_INTERACTIONS", 0, 5},
};

std::vector<FieldRule> RulesOf(const DatasetType& type, std::string_view domain) {
  std::vector<FieldRule> rules;
  for (const TypeRules& candidate : kTypeRules) {
    if (candidate.type != type.name) continue;
    if (!candidate.domain.empty() && candidate.domain != domain) continue;
    for (const FieldRule& rule : candidate.fields) {
      const bool known = std::ranges::any_of(
          rules, [&rule](const FieldRule& earlier) { return earlier.name == rule.name; });
      if (!known) rules.push_back(rule);
    }
  }
  return rules;
}

std::string Quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

std::string FieldText(std::string_view name) { return "The schema's field " + Quoted(name); }

SchemaCheck CheckField(const AvroField& field, const FieldRule& rule) {
  if (field.type != rule.type) {
    return Fail(FieldText(rule.name) + " is reserved and must be of type " +
                std::string(AvroTypeName(rule.type)) + ", not " +
                std::string(AvroTypeName(field.type)) + ".");
  }
  if (field.nullable && rule.nulls == Nulls::kRefused) {
    return Fail(FieldText(rule.name) + " must not allow null.");
  }
  if (rule.kind == Kind::kNotCategorical && field.categorical) {
    return Fail(FieldText(rule.name) + " must not be categorical.");
  }
  if (rule.kind == Kind::kCategorical && !field.categorical) {
    return Fail(FieldText(rule.name) + " is reserved and must have \"categorical\": true.");
  }
  if (rule.kind == Kind::kTextual && !field.textual) {
    return Fail(FieldText(rule.name) + " is reserved and must have \"textual\": true.");
  }
  return {};
}

SchemaCheck CheckCounts(const AvroSchema& schema, const DatasetType& type,
                        std::size_t required_keys, std::size_t metadata) {
  const auto* bounds = std::ranges::find(kMetadataBounds, type.name, &MetadataBounds::type);
  if (schema.fields.size() < required_keys + bounds->min) {
    return Fail("A schema for a dataset of type " + std::string(type.name) +
                " needs at least one metadata field beside " + std::string(type.id_column) + ".");
  }
  if (metadata > bounds->max) {
    return Fail("A schema for a dataset of type " + std::string(type.name) + " has at most " +
                std::to_string(bounds->max) + " metadata fields; this one has " +
                std::to_string(metadata) + ".");
  }
  return {};
}

}  // namespace

SchemaCheck CheckSchemaForm(const AvroSchema& schema) {
  std::map<std::string, std::string> names;
  for (const AvroField& field : schema.fields) {
    const auto [other, is_new] = names.emplace(NormalizedName(field.name), field.name);
    if (!is_new) {
      return Fail("The schema's fields " + Quoted(other->second) + " and " + Quoted(field.name) +
                  " are the same name without underscores and case. Names must stay unique.");
    }
    if (field.textual && field.categorical) {
      return Fail(FieldText(field.name) + " is both categorical and textual. Choose one.");
    }
  }
  return {};
}

SchemaCheck CheckSchemaForType(const AvroSchema& schema, const DatasetType& type,
                               std::string_view domain) {
  const std::vector<FieldRule> rules = RulesOf(type, domain);
  std::size_t known = 0;
  std::size_t keys = 0;
  for (const FieldRule& rule : rules) {
    if (rule.nulls == Nulls::kRefused && rule.need == Need::kRequired) ++keys;
    const AvroField* field = schema.Find(rule.name);
    if (field == nullptr && rule.need == Need::kRequired) {
      const std::string where = domain.empty() ? "" : " in domain " + std::string(domain);
      return Fail("A schema for a dataset of type " + std::string(type.name) + where +
                  " needs the field " + Quoted(rule.name) + " of type " +
                  std::string(AvroTypeName(rule.type)) + ".");
    }
    if (field == nullptr) continue;
    ++known;
    TRY(CheckField(*field, rule));
  }
  for (const AvroField& field : schema.fields) {
    if (field.textual && type.name != "ITEMS") {
      return Fail(FieldText(field.name) +
                  " has \"textual\": true, which only a dataset of type ITEMS may.");
    }
  }
  return CheckCounts(schema, type, keys, schema.fields.size() - known);
}

}  // namespace portside::personalize
