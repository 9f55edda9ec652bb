#include "engine/assess/likeness.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "engine/base/text.h"
#include "engine/store/source_names.h"

namespace signpost::assess {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::size_t kManyInTwoDays = 200;

/// From this share of words in common on (Dice: those in common, counted twice, of all their words)
/// a text is nearly the same as another, where both have so many words at least.
constexpr double kNearlySame = 0.8;
constexpr std::size_t kFewWords = 4;

sys_days day_of(Instant instant) { return std::chrono::floor<days>(instant); }

/// The days of an item, as precisely as it tells them: [first, last] of UTC.
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

/// An address without what does not tell two pages apart: scheme, "www.", fragment, a slash at its
/// end; empty for empty.
std::string plain_url(std::string_view url) {
  std::string plain = folded(url);
  for (const std::string_view prefix : {"https://", "http://", "www."}) {
    if (plain.starts_with(prefix)) plain.erase(0, prefix.size());
  }
  plain.erase(std::min(plain.find('#'), plain.size()));
  while (plain.ends_with('/')) plain.pop_back();
  return plain;
}

/// An item as it is compared, once for many comparisons.
struct Form {
  Form(const Item& told, const store::SourceNames& names, bool recorded_by_hand)
      : item(&told),
        source(store::source_key(told.source, names.find(told.source))),
        by_hand(recorded_by_hand),
        text(folded(told.text)),
        url(plain_url(told.url)),
        event(folded(told.event)) {
    std::tie(first, last) = days_of(told);
    for (const std::string& word : folded_words(told.text)) {
      words.push_back(std::hash<std::string>()(word));
    }
    std::sort(words.begin(), words.end());
  }

  const Item* item;
  std::string source;  // empty: nobody
  bool by_hand;        // recorded or amended by a person, not imported
  std::string text;
  std::string url;
  std::string event;
  sys_days first;
  sys_days last;
  std::vector<std::uint64_t> words;  // hashes, sorted
};

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

bool are_near(const Form& one, const Form& other) {
  return one.first <= other.last + days(1) && other.first <= one.last + days(1);
}

bool are_tied(const Form& one, const Form& other) {
  return !one.event.empty() && one.event == other.event;
}

bool nearly_same_words(const Form& one, const Form& other) {
  const std::size_t fewer = std::min(one.words.size(), other.words.size());
  const std::size_t all = one.words.size() + other.words.size();
  if (fewer < kFewWords) return !one.words.empty() && one.words == other.words;
  const double enough = kNearlySame * static_cast<double>(all);
  if (2.0 * static_cast<double>(fewer) < enough) return false;
  std::size_t common = 0;
  for (std::size_t a = 0, b = 0; a < one.words.size() && b < other.words.size();) {
    if (one.words[a] == other.words[b]) ++common;
    const bool advances = one.words[a] <= other.words[b];
    if (one.words[a] >= other.words[b]) ++b;
    if (advances) ++a;
  }
  return 2.0 * static_cast<double>(common) >= enough;
}

/// Of two that are near each other and share a subject.
std::optional<Likeness> likeness_of(const Form& one, const Form& other, bool exact_only) {
  if (!one.text.empty() && one.text == other.text) return Likeness::kSameText;
  if (!one.url.empty() && one.url == other.url) return Likeness::kSameUrl;
  if (exact_only) return std::nullopt;
  if (nearly_same_words(one, other)) return Likeness::kNearlySameText;
  const auto of_a_day = [](const Form& form) {
    return !form.item->total && form.item->occurred_as <= Precision::kDay;
  };
  if (one.by_hand && other.by_hand && of_a_day(one) && of_a_day(other) &&
      one.first == other.first && !one.source.empty() && one.source == other.source) {
    return Likeness::kSourceAndDay;
  }
  return std::nullopt;
}

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

/// Under each of its indicators and scenarios, by its text and by its address.
std::vector<std::uint64_t> marks_of(const Item& row) {
  const std::string text = folded(row.text);
  const std::string url = plain_url(row.url);
  std::vector<std::uint64_t> marks;
  const auto add = [&](const std::string& subject) {
    marks.push_back(mark_of(subject, row.occurred, 't', text));
    marks.push_back(mark_of(subject, row.occurred, 'u', url));
  };
  for (const Sighting& sighting : row.sightings) add("i" + sighting.indicator);
  for (const Bearing& bearing : row.bears) add("s" + bearing.scenario);
  return marks;
}

}  // namespace

KnownRows::KnownRows(const store::Snapshot& snapshot) {
  snapshot.each_told([&](const store::Snapshot::Told& told) {
    note(mark_of(told.subject, told.occurred, 't', folded(told.text)), told.item);
    note(mark_of(told.subject, told.occurred, 'u', plain_url(told.url)), told.item);
  });
}

void KnownRows::note(std::uint64_t mark, ItemId item) {
  if (mark == 0) return;
  const auto [place, is_new] = items_.try_emplace(mark, item);
  if (!is_new) place->second = std::min(place->second, item);
}

void KnownRows::note(const Item& row, ItemId item) {
  for (const std::uint64_t mark : marks_of(row)) note(mark, item);
}

std::optional<ItemId> KnownRows::find(const Item& row) const {
  for (const std::uint64_t mark : marks_of(row)) {
    const auto found = mark == 0 ? items_.end() : items_.find(mark);
    if (found != items_.end()) return found->second;
  }
  return std::nullopt;
}

std::vector<Alike> told_already(const store::Snapshot& snapshot, const Item& item) {
  const store::SourceNames names(snapshot.sources(), kForever);  // as they are registered now
  const Form told(item, names, true);
  std::vector<Alike> alike;
  for (store::ItemVersion& version : snapshot.items_near(item)) {
    if (version.redacted) continue;
    const Form other(version.content, names, !version.imported);
    if (!share_a_subject(item, version.content) || !are_near(told, other) ||
        are_tied(told, other)) {
      continue;
    }
    if (const auto why = likeness_of(told, other, false)) {
      alike.push_back({std::move(version), *why});
    }
  }
  std::sort(alike.begin(), alike.end(), [](const Alike& a, const Alike& b) {
    return std::tuple(a.why, -a.version.item) < std::tuple(b.why, -b.version.item);
  });
  return alike;
}

std::vector<AlikePair> all_alike(const store::Snapshot& snapshot) {
  const store::SourceNames names(snapshot.sources(), kForever);  // as they are registered now
  std::vector<store::ItemVersion> standing = snapshot.items();
  std::erase_if(standing, [](const store::ItemVersion& version) {
    return version.redacted || version.withheld || version.known.until != kForever;
  });
  std::vector<Form> forms;
  forms.reserve(standing.size());
  std::map<std::string, std::vector<std::size_t>> by_subject;
  std::unordered_map<std::string, std::size_t> by_identity;
  std::map<std::pair<std::size_t, std::size_t>, Likeness> found;
  for (std::size_t i = 0; i < standing.size(); ++i) {
    const Item& item = standing[i].content;
    forms.emplace_back(item, names, !standing[i].imported);
    for (const Sighting& sighting : item.sightings)
      by_subject["i" + sighting.indicator].push_back(i);
    for (const Bearing& bearing : item.bears) by_subject["s" + bearing.scenario].push_back(i);
    if (item.id.empty()) continue;
    const auto [first, is_new] = by_identity.try_emplace(
        fmt::format("{}\x1f{}\x1f{}", item.feed, forms[i].source, folded(item.id)), i);
    if (!is_new && !are_tied(forms[first->second], forms[i])) {
      found.emplace(std::pair(first->second, i), Likeness::kSameId);
    }
  }
  for (auto& [subject, places] : by_subject) {
    std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(forms[a].first, a) < std::pair(forms[b].first, b);
    });
    for (std::size_t first = 0; first < places.size(); ++first) {
      const Form& a = forms[places[first]];
      for (std::size_t second = first + 1; second < places.size(); ++second) {
        const Form& b = forms[places[second]];
        if (b.first > a.last + days(1)) break;
        if (are_tied(a, b)) continue;
        if (const auto why = likeness_of(a, b, second - first > kManyInTwoDays)) {
          found.try_emplace(std::minmax(places[first], places[second]), *why);
        }
      }
    }
  }
  std::vector<AlikePair> pairs;
  pairs.reserve(found.size());
  for (const auto& [pair, why] : found) {
    pairs.push_back({standing[pair.first], standing[pair.second], why});
  }
  return pairs;
}

}  // namespace signpost::assess
