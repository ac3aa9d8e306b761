// SPDX-License-Identifier: Apache-2.0
//
// SearchTables: a walk over all tables of the account, of which every page looks at so many.

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "portside/base/encoding.h"
#include "services/glue/catalog/catalog.h"
#include "services/glue/catalog/table_description.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/limits.h"
#include "services/glue/lists.h"

namespace portside::glue {
namespace {

bool IsPartOfWord(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
         static_cast<unsigned char>(letter) >= 0x80;
}

// Words between punctuation, in small letters: "xx-link_yy" has xx, link and yy.
std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char letter : ToLower(text) + " ") {
    if (IsPartOfWord(letter)) {
      word += letter;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

// Calls `visit` with each text that SearchText looks at, until it says that it is found.
bool AnyText(const Resource& table, const std::function<bool(std::string_view)>& visit) {
  const Json& document = table.document;
  for (const char* member : {"Name", "DatabaseName", "Description"}) {
    if (visit(StringOr(document, member))) return true;
  }
  const Json parameters = document.value("Parameters", Json::object());
  for (const auto& [key, value] : parameters.items()) {
    if (visit(value.get<std::string>())) return true;
  }
  const Json storage = document.value("StorageDescriptor", Json::object());
  for (const Json& columns :
       {storage.value("Columns", Json::array()), document.value("PartitionKeys", Json::array())}) {
    for (const Json& column : columns) {
      if (visit(StringOr(column, "Name")) || visit(StringOr(column, "Comment"))) return true;
    }
  }
  return false;
}

// A text in quotes is one whole value; otherwise each of its words must be among those of some.
bool HasText(const Resource& table, std::string_view searched) {
  if (searched.size() >= 2 && searched.front() == '"' && searched.back() == '"') {
    const std::string_view exact = searched.substr(1, searched.size() - 2);
    return AnyText(table, [&](std::string_view text) { return EqualsIgnoreCase(text, exact); });
  }
  const std::vector<std::string> words = WordsOf(searched);
  return std::ranges::all_of(words, [&](const std::string& word) {
    return AnyText(table, [&](std::string_view text) {
      const std::vector<std::string> its = WordsOf(text);
      return std::ranges::any_of(
          its, [&](const std::string& one) { return one.find(word) != std::string::npos; });
    });
  });
}

std::string ValueOf(const Resource& table, const std::string& key) {
  const std::string value = StringOr(table.document, key);
  if (!value.empty()) return value;
  const Json parameters = table.document.value("Parameters", Json::object());
  for (const auto& [name, parameter] : parameters.items()) {
    if (EqualsIgnoreCase(name, key)) return parameter;
  }
  return "";
}

bool IsTime(const std::string& key) {
  return key == "CreateTime" || key == "UpdateTime" || key == "LastAccessTime";
}

// Seconds since 1970 or a time in text, as the service takes both.
Result<double> TimeIn(const Json& filter) {
  const std::string text = StringOr(filter, "Value");
  if (const auto time = ParseIso8601(text)) return ToEpochSeconds(*time);
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  if (!text.empty() && *end == '\0') return seconds;
  return Fail(InvalidInput("Filters: '" + text + "' is no time for the key " +
                           StringOr(filter, "Key") +
                           ": give seconds since 1970 or a time such as 2024-01-31T12:00:00Z."));
}

bool Compares(const std::string& comparator, double value, double wanted) {
  if (comparator == "GREATER_THAN") return value > wanted;
  if (comparator == "LESS_THAN") return value < wanted;
  if (comparator == "GREATER_THAN_EQUALS") return value >= wanted;
  if (comparator == "LESS_THAN_EQUALS") return value <= wanted;
  return value == wanted;
}

// A text is met by one of its words. The model's example: "link" finds customer-link and
// xx-link-yy, and not xxlinkyy.
bool Passes(const Resource& table, const Json& filter, double time) {
  const std::string key = StringOr(filter, "Key");
  if (IsTime(key)) {
    const Json shown = DescribeTable(table, Json::object());
    if (!shown.contains(key)) return false;
    return Compares(StringOr(filter, "Comparator", "EQUALS"), shown.at(key).get<double>(), time);
  }
  const std::string wanted = StringOr(filter, "Value");
  const std::string value = ValueOf(table, key);
  if (EqualsIgnoreCase(value, wanted)) return true;
  const std::vector<std::string> words = WordsOf(value);
  return std::ranges::find(words, ToLower(wanted)) != words.end();
}

struct Order {
  ResourceOrder by = ResourceOrder::kCreated;
  ListDirection direction = ListDirection::kAsAsked;
};

Result<Order> OrderOf(const Json& input) {
  const Json criteria = input.value("SortCriteria", Json::array());
  if (criteria.empty()) return Order();
  const Json& criterion = criteria.front();
  const std::string field = StringOr(criterion, "FieldName");
  Order order;
  if (StringOr(criterion, "Sort") == "DESC") order.direction = ListDirection::kDescending;
  if (EqualsIgnoreCase(field, "Name")) order.by = ResourceOrder::kName;
  if (EqualsIgnoreCase(field, "UpdateTime")) order.by = ResourceOrder::kUpdated;
  if (order.by != ResourceOrder::kCreated || EqualsIgnoreCase(field, "CreateTime")) return order;
  return Fail(NotEmulated("SortCriteria by " + field + " (Name, CreateTime and UpdateTime are)"));
}

}  // namespace

Result<Json> SearchTables(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  const Order order = TRY(OrderOf(input));
  const Json filters = input.value("Filters", Json::array());
  std::vector<double> times;
  for (const Json& filter : filters) {
    times.push_back(IsTime(StringOr(filter, "Key")) ? TRY(TimeIn(filter)) : 0);
  }
  const std::string text = StringOr(input, "SearchText");
  // Nothing is shared with this account, and all that is here is its own.
  const bool is_foreign = StringOr(input, "ResourceShareType") == "FOREIGN";
  ResourceQuery query{.scope = context.Scope(kTable),
                      .matches =
                          [&](const Resource& table) {
                            if (is_foreign || !HasText(table, text)) return false;
                            for (std::size_t at = 0; at < filters.size(); ++at) {
                              if (!Passes(table, filters[at], times[at])) return false;
                            }
                            return true;
                          },
                      .order = order.by,
                      .looks = limits::kSearchLooks};
  const Page page =
      TRY(TakeListPage("SearchTables", input, std::move(query), context, order.direction));
  Json list = Json::array();
  for (const ResourcePtr& table : page.resources) {
    list.push_back(DescribeTable(*table, Json::object()));
  }
  Json output = {{"TableList", std::move(list)}};
  SetNextToken(output, page);
  return output;
}

}  // namespace portside::glue
