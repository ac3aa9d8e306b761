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
Expected<Json, std::string> Seconds(const Json& sent_at) {
  const double seconds = std::floor(sent_at.get<double>());
  if (!(std::abs(seconds) < 0x1.0p63)) {
    return Fail(std::string("Invalid value for sentAt: expected epoch seconds."));
  }
  return Json(static_cast<std::int64_t>(seconds));
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

}  // namespace

PutRow EventRow(const AvroSchema& schema, const Json& request, const Json& event) {
  Values values;
  OfferMember(values, "USER_ID", request, "userId");
  // An anonymous user is known by the session; see choices.h.
  OfferMember(values, "USER_ID", request, "sessionId");
  OfferMember(values, "SESSION_ID", request, "sessionId");
  OfferMember(values, "ITEM_ID", event, "itemId");
  OfferMember(values, "EVENT_TYPE", event, "eventType");
  OfferMember(values, "EVENT_VALUE", event, "eventValue");
  OfferMember(values, "EVENT_ID", event, "eventId");
  OfferMember(values, "RECOMMENDATION_ID", event, "recommendationId");
  Offer(values, "TIMESTAMP", "sentAt", TRY(Seconds(event.at("sentAt"))));
  Offer(values, "IMPRESSION", "impression", JoinedImpression(event));
  if (const auto attribution = event.find("metricAttribution"); attribution != event.end()) {
    OfferMember(values, "EVENT_ATTRIBUTION_SOURCE", *attribution, "eventAttributionSource");
  }
  TRY(OfferProperties(values, event));

  std::vector<Cell> row = TRY(FillRow(schema, values));
  const std::string event_id = StringOr(event, "eventId");
  row.push_back(event_id.empty() ? Cell() : Cell(event_id));
  return row;
}

PutRow RecordRow(const AvroSchema& schema, const Json& record, std::string_view id_member) {
  Values values;
  // itemId is ITEM_ID: the names differ only in underscores and case.
  OfferMember(values, id_member, record, std::string(id_member));
  TRY(OfferProperties(values, record));
  return FillRow(schema, values);
}

}  // namespace portside::personalize
