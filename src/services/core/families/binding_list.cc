// SPDX-License-Identifier: Apache-2.0
//
// Whether everything that a list can be asked is looked at.

#include <algorithm>

#include "services/core/families/binding.h"

namespace portside {
namespace {

template <typename Entries>
bool Names(const Entries& entries, std::string_view name) {
  return std::any_of(entries.begin(), entries.end(),
                     [name](const auto& entry) { return entry.member == name; });
}

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class ListCheck {
 public:
  ListCheck(const Family& family, const Operation& operation, std::string& mistakes)
      : family_(family), style_(family.style->list), operation_(operation), mistakes_(mistakes) {}

  void Run() {
    if (operation_.input == nullptr) return;
    for (const Member& member : operation_.input->members) CheckMember(member);
    if (operation_.output->FindMember(style_.token) == nullptr) {
      Complain("answers no " + std::string(style_.token));
    }
  }

 private:
  void Complain(const std::string& what) {
    mistakes_ +=
        " " + std::string(family_.noun) + ": " + std::string(operation_.name) + " " + what + ";";
  }

  [[nodiscard]] bool IsFilter(std::string_view name) const {
    return Names(style_.filters, name) || Names(family_.filters, name) ||
           name == family_.parent_member;
  }

  void CheckMember(const Member& member) {
    const std::string_view name = member.name;
    if (name == style_.token || name == style_.limit) return;
    if (!style_.within.empty() && name == style_.within) return CheckInside(member);
    if (!style_.sort_within.empty() && name == style_.sort_within) {
      for (const Member& inside : member.shape->members) CheckSort(inside);
      return;
    }
    if (name == style_.sort_by || name == style_.sort_order) return CheckSort(member);
    if (IsFilter(name) || Contains(family_.looked_at, name) ||
        Contains(family_.style->looked_at, name)) {
      return;
    }
    Complain("takes " + std::string(name) + ", which nothing looks at");
  }

  void CheckInside(const Member& filter) {
    for (const Member& member : filter.shape->members) {
      if (IsFilter(member.name)) continue;
      Complain("filters by " + std::string(member.name) + ", which nothing looks at");
    }
  }

  void CheckSort(const Member& member) {
    if (std::string_view(member.name) != style_.sort_by) return;
    const std::span<const Sort> sorts = family_.sorts.empty() ? style_.sorts : family_.sorts;
    for (const auto& value : member.shape->constraints.enum_values) {
      const std::string_view wanted = value;
      if (std::any_of(sorts.begin(), sorts.end(),
                      [wanted](const Sort& sort) { return sort.value == wanted; })) {
        continue;
      }
      Complain("sorts by " + std::string(wanted) + ", for which there is no order");
    }
  }

  const Family& family_;
  const ListStyle& style_;
  const Operation& operation_;
  std::string& mistakes_;
};

}  // namespace

void CheckList(const Family& family, const Operation& operation, std::string& mistakes) {
  ListCheck(family, operation, mistakes).Run();
}

}  // namespace portside
