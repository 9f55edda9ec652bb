#include "engine/time/zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <exception>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/shortage.h"
#include "engine/base/text.h"

namespace signpost {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

/// A stretch of time, [begin, end), in which the offset from UTC stays the same.
struct Period {
  Instant begin;
  Instant end;
  seconds offset;
};

/// The day and the time in a year at which the clocks change: M10.5.4/24 is 24:00 on the last (5)
/// Thursday (4) of October.
struct YearlyChange {
  unsigned month = 0;
  unsigned week = 0;
  unsigned weekday = 0;
  seconds time = hours(2);

  [[nodiscard]] WallTime in(std::chrono::year year) const {
    const auto month_of_year = year / std::chrono::month(month);
    const std::chrono::weekday day(weekday);
    const std::chrono::local_days date =
        week == 5 ? std::chrono::local_days(month_of_year / day[std::chrono::last])
                  : std::chrono::local_days(month_of_year / day[week]);
    return date + time;
  }
};

/// The last line of a zone's file: what holds after the last change that the file lists, as POSIX
/// writes a TZ variable. "EET-2EEST,M4.5.5/0,M10.5.4/24" is two hours east of Greenwich, and an
/// hour more from the last Friday of April to the last Thursday of October.
struct Footer {
  seconds standard{};
  seconds summer{};
  YearlyChange into_summer;
  YearlyChange out_of_summer;

  /// The period that holds the instant.
  [[nodiscard]] Period at(Instant instant) const {
    const std::chrono::year year =
        std::chrono::year_month_day(std::chrono::floor<days>(instant)).year();
    std::vector<Period> begins;  // from last year to next year
    for (int delta = -1; delta <= 1; ++delta) {
      const std::chrono::year y = year + std::chrono::years(delta);
      begins.push_back({Instant((into_summer.in(y)-standard).time_since_epoch()), {}, summer});
      begins.push_back({Instant((out_of_summer.in(y)-summer).time_since_epoch()), {}, standard});
    }
    std::sort(begins.begin(), begins.end(),
              [](const Period& a, const Period& b) { return a.begin < b.begin; });
    const auto next = std::find_if(begins.begin(), begins.end(),
                                   [&](const Period& p) { return p.begin > instant; });
    const auto current = std::prev(next);
    return {current->begin, next->begin, current->offset};
  }
};

/// Reads a footer from left to right; once something does not fit, all that follows fails.
class FooterReader {
 public:
  explicit FooterReader(std::string_view text) : rest_(text) {}

  /// Nothing if it has no summer time, or is not of the form above.
  std::optional<Footer> read() {
    Footer footer;
    name();
    footer.standard = -time();
    if (rest_.empty()) return std::nullopt;
    name();
    footer.summer = rest_.starts_with(',') ? footer.standard + hours(1) : -time();
    footer.into_summer = change();
    footer.out_of_summer = change();
    if (!good_ || !rest_.empty()) return std::nullopt;
    return footer;
  }

 private:
  void name() {
    const bool quoted = take('<');
    const std::size_t end = quoted ? rest_.find('>') : rest_.find_first_of("+-,0123456789");
    rest_.remove_prefix(std::min(end, rest_.size()));
    if (quoted) expect('>');
  }
  /// [+-]hours[:minutes[:seconds]]
  seconds time() {
    const bool negative = take('-');
    if (!negative) take('+');
    seconds length = hours(number());
    if (take(':')) length += std::chrono::minutes(number());
    if (take(':')) length += seconds(number());
    return negative ? -length : length;
  }
  YearlyChange change() {
    YearlyChange change;
    expect(',');
    expect('M');
    change.month = number();
    expect('.');
    change.week = number();
    expect('.');
    change.weekday = number();
    if (take('/')) change.time = time();
    good_ = good_ && change.month >= 1 && change.month <= 12 && change.week >= 1 &&
            change.week <= 5 && change.weekday <= 6;
    return change;
  }
  unsigned number() {
    unsigned value = 0;
    const auto [end, trouble] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    good_ = good_ && trouble == std::errc() && value <= 366;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!take(c)) good_ = false;
  }

  std::string_view rest_;
  bool good_ = true;
};

std::optional<Footer> footer_of(const std::string& zone) {
  std::ifstream file("/usr/share/zoneinfo/" + zone, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!bytes.ends_with('\n')) return std::nullopt;
  bytes.pop_back();
  return FooterReader(std::string_view(bytes).substr(bytes.rfind('\n') + 1)).read();
}

Instant instant_of(date::sys_seconds time) { return Instant(time.time_since_epoch()); }

/// "GMT+3", "UTC-5:30": what many write for an offset.
std::optional<int> hours_of_offset(std::string_view name) {
  for (const std::string_view prefix : {"GMT", "UTC", "gmt", "utc"}) {
    if (!name.starts_with(prefix) || name.size() < prefix.size() + 2) continue;
    const char sign = name[prefix.size()];
    if (sign != '+' && sign != '-') continue;
    int hours = 0;
    const char* begin = name.data() + prefix.size() + 1;
    const auto [end, trouble] = std::from_chars(begin, name.data() + name.size(), hours);
    if (trouble != std::errc() || hours > 14) continue;
    return sign == '+' ? hours : -hours;
  }
  return std::nullopt;
}

/// Abbreviations that the database does not have, since several zones share them; which to write.
constexpr std::pair<std::string_view, const char*> kAbbreviations[] = {
    {"AST", "time.no-such-zone.ast.hint"},   {"AZT", "time.no-such-zone.azt.hint"},
    {"CST", "time.no-such-zone.cst.hint"},   {"GST", "time.no-such-zone.gst.hint"},
    {"IRST", "time.no-such-zone.irst.hint"}, {"IST", "time.no-such-zone.ist.hint"},
    {"PKT", "time.no-such-zone.pkt.hint"},   {"PST", "time.no-such-zone.pst.hint"},
    {"SAST", "time.no-such-zone.sast.hint"}, {"TRT", "time.no-such-zone.trt.hint"},
};

/// What to write in place of a name.
Phrase zone_meant(std::string_view name) {
  if (const auto hours = hours_of_offset(name)) {
    if (*hours == 3) return "time.no-such-zone.plus-three.hint";
    // In the database the sign of Etc/GMT is that of POSIX: Etc/GMT-3 is three hours ahead.
    return {"time.no-such-zone.offset.hint", {{"zone", fmt::format("Etc/GMT{:+d}", -*hours)}}};
  }
  for (const auto& [abbreviation, hint] : kAbbreviations) {
    if (folded(name) == folded(abbreviation)) return hint;
  }
  std::vector<std::string> known;
  std::vector<std::string> cities;
  for (const date::time_zone& zone : date::get_tzdb().zones) {
    known.push_back(zone.name());
    cities.push_back(zone.name().substr(zone.name().rfind('/') + 1));
  }
  std::optional<std::string> meant = nearest(name, known);
  if (!meant) {
    if (const std::optional<std::string> city = nearest(name, cities)) {
      meant = known[static_cast<std::size_t>(std::find(cities.begin(), cities.end(), *city) -
                                             cities.begin())];
    }
  }
  return meant ? Phrase("base.did-you-mean", {{"name", *meant}}) : "time.no-such-zone.hint";
}

/// The database is a folder in folders, and date-tz takes what it cannot open for what is not
/// there.
void refuse_without_files(std::string_view zone) {
  constexpr int kFolders = 3;  // America/Argentina/Ushuaia
  if (can_open(kFolders + 1)) return;
  throw Error(ErrorKind::kStore, {"time.zone-unread", {{"zone", zone}}}, kRaiseLimit);
}

}  // namespace

struct Zone::Data {
  const date::time_zone* zone;
  std::optional<Footer> footer;

  [[nodiscard]] Period at(Instant instant) const {
    const date::sys_info info = zone->get_info(date::sys_seconds(instant.time_since_epoch()));
    const Period listed = {instant_of(info.begin), instant_of(info.end), info.offset};
    if (!footer || listed.end <= kForever) return listed;
    Period period = footer->at(instant);
    period.begin = std::max(period.begin, listed.begin);
    return period;
  }
};

Parsed<Zone> Zone::named(std::string_view name) {
  const date::time_zone* zone = nullptr;
  try {
    (void)date::get_tzdb();
  } catch (const std::exception& trouble) {
    refuse_without_files(name);
    return Problem{"time.no-database", Phrase::verbatim(trouble.what())};
  }
  try {
    zone = date::locate_zone(std::string(name));
    (void)zone->get_info(date::sys_seconds());  // reads its file
  } catch (const std::exception&) {
    refuse_without_files(name);
    return Problem{{"time.no-such-zone", {{"zone", name}}}, zone_meant(name)};
  }
  return Zone(std::string(name), std::make_shared<const Data>(Data{zone, footer_of(zone->name())}));
}

WallTime Zone::wall(Instant instant) const {
  return WallTime(instant.time_since_epoch() + data_->at(instant).offset);
}

Instant Zone::instant(WallTime wall) const {
  const Instant as_utc(wall.time_since_epoch());
  // No offset is as large as 26 hours: from there on, the first instant that shows `wall` or later.
  for (Period period = data_->at(as_utc - hours(26));; period = data_->at(period.end)) {
    const Instant shown = as_utc - period.offset;
    if (shown < period.end) return std::max(shown, period.begin);
  }
}

}  // namespace signpost
