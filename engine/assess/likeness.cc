#include "engine/assess/likeness.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/base/text.h"
#include "engine/store/source_names.h"

namespace signpost::assess {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::size_t kManyInTwoDays = 200;

sys_days day_of(Instant instant) { return std::chrono::floor<days>(instant); }

bool share_a_subject(const Item& one, const Item& other) {
  for (const Sighting& a : one.sightings) {
    for (const Sighting& b : other.sightings) {
      if (a.indicator == b.indicator) return true;
    }
  }
  for (const Bearing& a : one.bears) {
    for (const Bearing& b : other.bears) {
      if (a.scenario == b.scenario) return true;
    }
  }
  return false;
}

bool are_near(const Item& one, const Item& other) {
  const auto [a, b] = days_of(one);
  const auto [c, d] = days_of(other);
  return a <= d + days(1) && c <= b + days(1);
}

bool are_tied(const Item& one, const Item& other) {
  return !one.event.empty() && folded(one.event) == folded(other.event);
}

/// The text and the address as they are compared, once for many comparisons.
struct Plain {
  std::string text;
  std::string url;
};

/// Of two that are near each other and share a subject.
std::optional<Likeness> likeness_of(const Candidate& one, const Plain& first,
                                    const Candidate& other, const Plain& second, bool exact_only) {
  if (!first.text.empty() && first.text == second.text) return Likeness::kSameText;
  if (!first.url.empty() && first.url == second.url) return Likeness::kSameUrl;
  if (exact_only) return std::nullopt;
  if (words_in_common(one.item->text, other.item->text) >= kNearlySame) {
    return Likeness::kNearlySameText;
  }
  const bool by_hand = one.by_hand && other.by_hand;
  const bool one_day = !one.item->total && !other.item->total &&
                       one.item->occurred_as <= Precision::kDay &&
                       other.item->occurred_as <= Precision::kDay &&
                       day_of(one.item->occurred) == day_of(other.item->occurred);
  if (by_hand && one_day && !one.source.empty() && one.source == other.source) {
    return Likeness::kSourceAndDay;
  }
  return std::nullopt;
}

Plain plain(const Item& item) { return {folded(item.text), plain_url(item.url)}; }

/// The names of sources as they are registered now.
class Names {
 public:
  explicit Names(const store::Snapshot& snapshot) : names_(snapshot.sources(), kForever) {}
  [[nodiscard]] std::string of(const Item& item) const {
    const Source* registered = names_.find(item.source);
    return registered != nullptr ? registered->id : folded(item.source);
  }

 private:
  store::SourceNames names_;
};

/// Of one reason to know a row again, 0 where there is none.
std::uint64_t mark_of(std::string_view subject, Instant occurred, char kind,
                      const std::string& words) {
  if (words.empty()) return 0;
  std::string all(subject);
  all += '\x1f';
  all += std::to_string(day_of(occurred).time_since_epoch().count());
  all += kind;
  all += words;
  return std::hash<std::string>()(all);
}

}  // namespace

KnownRows::KnownRows(const store::Snapshot& snapshot) {
  snapshot.each_told([&](const store::Snapshot::Told& told) {
    for (const std::uint64_t mark :
         {mark_of(told.subject, told.occurred, 't', folded(told.text)),
          mark_of(told.subject, told.occurred, 'u', plain_url(told.url))}) {
      if (mark == 0) continue;
      const auto [place, is_new] = items_.try_emplace(mark, told.item);
      if (!is_new) place->second = std::min(place->second, told.item);
    }
  });
}

std::optional<ItemId> KnownRows::find(const Item& row) const {
  const Plain form = plain(row);
  const auto under = [&](const std::string& subject) -> std::optional<ItemId> {
    for (const std::uint64_t mark : {mark_of(subject, row.occurred, 't', form.text),
                                     mark_of(subject, row.occurred, 'u', form.url)}) {
      const auto found = mark == 0 ? items_.end() : items_.find(mark);
      if (found != items_.end()) return found->second;
    }
    return std::nullopt;
  };
  for (const Sighting& sighting : row.sightings) {
    if (const auto item = under("i" + sighting.indicator)) return item;
  }
  for (const Bearing& bearing : row.bears) {
    if (const auto item = under("s" + bearing.scenario)) return item;
  }
  return std::nullopt;
}

double words_in_common(std::string_view one, std::string_view other) {
  std::vector<std::string> a = folded_words(one);
  std::vector<std::string> b = folded_words(other);
  if (std::min(a.size(), b.size()) < kFewWords) return a == b && !a.empty() ? 1.0 : 0.0;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  std::vector<std::string> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return 2.0 * static_cast<double>(common.size()) / static_cast<double>(a.size() + b.size());
}

std::string plain_url(std::string_view url) {
  std::string plain = folded(url);
  for (const std::string_view prefix : {"https://", "http://", "www."}) {
    if (plain.starts_with(prefix)) plain.erase(0, prefix.size());
  }
  plain.erase(std::min(plain.find('#'), plain.size()));
  while (plain.ends_with('/')) plain.pop_back();
  return plain;
}

std::pair<sys_days, sys_days> days_of(const Item& item) {
  const sys_days first = day_of(item.occurred);
  if (item.total) return {first, day_of(item.total->until)};
  const std::chrono::year_month_day day(first);
  switch (item.occurred_as) {
    case Precision::kMonth:
      return {sys_days(day.year() / day.month() / 1),
              sys_days(day.year() / day.month() / std::chrono::last)};
    case Precision::kYear:
      return {sys_days(day.year() / std::chrono::January / 1),
              sys_days(day.year() / std::chrono::December / 31)};
    default:
      return {first, first};
  }
}

std::optional<Likeness> likeness(const Candidate& one, const Candidate& other) {
  if (!share_a_subject(*one.item, *other.item) || !are_near(*one.item, *other.item) ||
      are_tied(*one.item, *other.item)) {
    return std::nullopt;
  }
  return likeness_of(one, plain(*one.item), other, plain(*other.item), false);
}

std::vector<Alike> told_already(const store::Snapshot& snapshot, const Item& item) {
  const Names names(snapshot);
  const Candidate told{0, &item, names.of(item), true};
  std::vector<Alike> alike;
  for (store::ItemVersion& version : snapshot.items_near(item)) {
    if (version.redacted) continue;
    const Candidate other{version.item, &version.content, names.of(version.content),
                          !version.imported};
    if (const auto why = likeness(told, other)) alike.push_back({std::move(version), *why});
  }
  std::sort(alike.begin(), alike.end(), [](const Alike& a, const Alike& b) {
    return std::tuple(a.why, -a.version.item) < std::tuple(b.why, -b.version.item);
  });
  return alike;
}

std::vector<AlikePair> all_alike(const store::Snapshot& snapshot) {
  const Names names(snapshot);
  std::vector<store::ItemVersion> standing = snapshot.items();
  std::erase_if(standing, [](const store::ItemVersion& version) {
    return version.redacted || version.withheld || version.known.until != kForever;
  });
  std::vector<Candidate> items;
  std::vector<Plain> forms;
  std::map<std::string, std::vector<std::size_t>> by_subject;
  for (std::size_t i = 0; i < standing.size(); ++i) {
    const Item& item = standing[i].content;
    items.push_back({standing[i].item, &item, names.of(item), !standing[i].imported});
    forms.push_back(plain(item));
    for (const Sighting& sighting : item.sightings)
      by_subject["i" + sighting.indicator].push_back(i);
    for (const Bearing& bearing : item.bears) by_subject["s" + bearing.scenario].push_back(i);
  }
  std::map<std::pair<std::size_t, std::size_t>, Likeness> found;
  for (auto& [subject, places] : by_subject) {
    std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(days_of(*items[a].item).first, a) <
             std::pair(days_of(*items[b].item).first, b);
    });
    for (std::size_t first = 0; first < places.size(); ++first) {
      const std::size_t a = places[first];
      const sys_days last = days_of(*items[a].item).second + days(1);
      for (std::size_t second = first + 1; second < places.size(); ++second) {
        const std::size_t b = places[second];
        if (days_of(*items[b].item).first > last) break;
        if (are_tied(*items[a].item, *items[b].item)) continue;
        const auto why =
            likeness_of(items[a], forms[a], items[b], forms[b], second - first > kManyInTwoDays);
        if (why) found.try_emplace({std::min(a, b), std::max(a, b)}, *why);
      }
    }
  }
  std::vector<AlikePair> pairs;
  for (const auto& [pair, why] : found) {
    pairs.push_back({standing[pair.first], standing[pair.second], why});
  }
  return pairs;
}

}  // namespace signpost::assess
