// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/events/put_records.h"

#include <cmath>
#include <cstdint>
#include <map>

#include "services/personalize/datasets/dataset_types.h"

namespace portside::personalize {
namespace {

// Values of a record by the normalized name of the column that they fill.
struct Value {
  std::string source;  // "properties.price": how an error names it
  Json json;
};
using Values = std::map<std::string, Value>;

// The first value for a column holds, so the members of a record come before its properties.
void Offer(Values& values, std::string_view column, std::string source, const Json& json) {
  if (json.is_null()) return;
  values.try_emplace(NormalizedName(column), Value{std::move(source), json});
}

void OfferMember(Values& values, std::string_view column, const Json& object,
                 const std::string& member) {
  const auto found = object.find(member);
  if (found != object.end()) Offer(values, column, member, *found);
}

// `properties` is a string that holds JSON. A client that encodes it twice sends a string that
// holds a string; the answer to that is recorded (aws-sdk-js issue 2773).
Expected<void, std::string> OfferProperties(Values& values, const Json& record) {
  const auto found = record.find("properties");
  if (found == record.end()) return {};
  std::optional<Json> properties;
  if (found->is_string()) properties = ParseJson(found->get_ref<const std::string&>());
  if (!properties || !properties->is_object()) {
    return Fail(std::string("Error parsing properties json"));
  }
  for (const auto& [key, value] : properties->items()) {
    Offer(values, key, "properties." + key, value);
  }
  return {};
}

// Keys that are no columns are ignored.
PutRow FillRow(const AvroSchema& schema, const Values& values) {
  std::vector<Cell> row;
  for (const AvroField& field : schema.fields) {
    const auto value = values.find(NormalizedName(field.name));
    auto cell =
        value == values.end() ? CellFromText(field, "") : CellFromJson(field, value->second.json);
    if (!cell) {
      const std::string source = value == values.end() ? field.name : value->second.source;
      return Fail("Invalid value for " + source + ": " + cell.error().message + ".");
    }
    row.push_back(std::move(*cell));
  }
  return row;
}

// Whole seconds; clients send fractions.
Expected<void, std::string> OfferTime(Values& values, const Json& event,
                                      const std::string& member) {
  const double seconds = std::floor(event.at(member).get<double>());
  if (!(std::abs(seconds) < 0x1.0p63)) {
    return Fail("Invalid value for " + member + ": expected epoch seconds.");
  }
  Offer(values, "TIMESTAMP", member, Json(static_cast<std::int64_t>(seconds)));
  return {};
}

// The items shown stand in one cell, as several values of a CSV column do.
Json JoinedImpression(const Json& event) {
  const auto impression = event.find("impression");
  if (impression == event.end()) return nullptr;
  std::string joined;
  for (const Json& item : *impression) {
    if (!joined.empty()) joined += '|';
    joined += item.get_ref<const std::string&>();
  }
  return joined;
}

// An anonymous user is known by the session; see choices.h.
void OfferUser(Values& values, const Json& source) {
  OfferMember(values, "USER_ID", source, "userId");
  OfferMember(values, "USER_ID", source, "sessionId");
  OfferMember(values, "SESSION_ID", source, "sessionId");
}

// What events of both kinds have; `time` is what the member with their time is called.
Expected<void, std::string> OfferEvent(Values& values, const Json& event, const std::string& time) {
  OfferMember(values, "EVENT_TYPE", event, "eventType");
  OfferMember(values, "EVENT_ID", event, "eventId");
  OfferMember(values, "RECOMMENDATION_ID", event, "recommendationId");
  TRY(OfferTime(values, event, time));
  Offer(values, "IMPRESSION", "impression", JoinedImpression(event));
  return {};
}

// The cells of the fields, and behind them the event's id.
PutRow FillEventRow(const AvroSchema& schema, const Values& values, const Json& event) {
  std::vector<Cell> row = TRY(FillRow(schema, values));
  const std::string event_id = StringOr(event, "eventId");
  row.push_back(event_id.empty() ? Cell() : Cell(event_id));
  return row;
}

}  // namespace

PutRow EventRow(const AvroSchema& schema, const Json& request, const Json& event) {
  Values values;
  OfferUser(values, request);
  OfferMember(values, "ITEM_ID", event, "itemId");
  OfferMember(values, "EVENT_VALUE", event, "eventValue");
  TRY(OfferEvent(values, event, "sentAt"));
  if (const auto attribution = event.find("metricAttribution"); attribution != event.end()) {
    OfferMember(values, "EVENT_ATTRIBUTION_SOURCE", *attribution, "eventAttributionSource");
  }
  TRY(OfferProperties(values, event));
  return FillEventRow(schema, values, event);
}

PutRow ActionEventRow(const AvroSchema& schema, const Json& event) {
  const std::string type = StringOr(event, "eventType");
  if (!IsActionEventType(type)) {
    return Fail("Invalid value for eventType: expected " + std::string(kActionEventTypesText) +
                ", found '" + type + "'.");
  }
  Values values;
  OfferUser(values, event);
  OfferMember(values, "ACTION_ID", event, "actionId");
  TRY(OfferEvent(values, event, "timestamp"));
  TRY(OfferProperties(values, event));
  return FillEventRow(schema, values, event);
}

PutRow RecordRow(const AvroSchema& schema, const Json& record, std::string_view id_member) {
  Values values;
  // itemId is ITEM_ID: the names differ only in underscores and case.
  OfferMember(values, id_member, record, std::string(id_member));
  TRY(OfferProperties(values, record));
  return FillRow(schema, values);
}

}  // namespace portside::personalize
