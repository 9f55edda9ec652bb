#include "engine/assess/timetable.h"

#include <algorithm>
#include <tuple>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/time/recurrence.h"
#include "engine/time/zone.h"

namespace signpost::assess {
namespace {

constexpr std::chrono::seconds kSecond{1};
constexpr std::chrono::days kLateReports{31};

Zone zone_of(const Schedule& schedule) {
  const Parsed<Zone> zone = Zone::named(schedule.timezone);
  if (zone) return *zone;
  throw Error(
      ErrorKind::kInvalid,
      {"assess.zone-of-schedule", {{"schedule", schedule.id}, {"says", zone.problem().message}}},
      "assess.zone-of-schedule.hint");
}

}  // namespace

Timetable::Timetable(std::vector<store::Revision<Schedule>> schedules,
                     const std::vector<Slot>& done) {
  for (store::Revision<Schedule>& revision : schedules) {
    if (lines_.empty() || lines_.back().revisions.front().content.id != revision.content.id) {
      lines_.emplace_back();
    }
    lines_.back().revisions.push_back(std::move(revision));
  }
  for (const Slot& slot : done) set_done(slot.key);
}

void Timetable::set_done(const SlotKey& key) {
  for (Line& line : lines_) {
    if (line.revisions.front().content.id != key.schedule) continue;
    line.last_done = std::max(line.last_done.value_or(key.due), key.due);
  }
}

const Timetable::Line& Timetable::line(std::string_view schedule) const {
  for (const Line& line : lines_) {
    if (line.revisions.front().content.id == schedule) return line;
  }
  const auto close = nearest(schedule, ids());
  throw Error(ErrorKind::kNotFound, {"assess.no-schedule", {{"schedule", schedule}}},
              close ? Phrase("store.did-you-mean", {{"id", *close}})
                    : Phrase("assess.no-schedule.hint", {{"do", Phrase("action.list-schedules")}}));
}

std::vector<std::string> Timetable::ids() const {
  std::vector<std::string> ids;
  for (const Line& line : lines_) ids.push_back(line.revisions.front().content.id);
  return ids;
}

const Schedule& Timetable::latest(std::string_view schedule) const {
  return line(schedule).revisions.back().content;
}

std::vector<DueSlot> Timetable::between(std::string_view schedule, Instant from, Instant to,
                                        std::size_t most) const {
  std::vector<DueSlot> slots;
  for (const store::Revision<Schedule>& revision : line(schedule).revisions) {
    const Schedule& content = revision.content;
    const Instant begin = std::max({from, content.start, revision.known.from});
    Instant end = std::min(to, content.until.value_or(kForever));
    if (revision.known.until != kForever) end = std::min(end, revision.known.until - kSecond);
    if (begin > end || slots.size() >= most) continue;
    for (const Instant due : Recurrence(content.rule, zone_of(content), content.start)
                                 .between(begin, end, most - slots.size())) {
      slots.push_back({{content.id, due}, &content, false});
    }
  }
  return slots;
}

std::vector<DueSlot> Timetable::due(Instant now) const {
  std::vector<DueSlot> all;
  for (const Line& line : lines_) {
    const Instant from = line.last_done ? *line.last_done + kSecond : kBeginning;
    std::vector<DueSlot> slots = between(line.revisions.front().content.id, from, now - kSecond);
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const Missed missed = slots[i].schedule->missed;
      slots[i].skipped = (missed == Missed::kLatest && i + 1 < slots.size()) ||
                         (missed == Missed::kSkip && now - slots[i].key.due > kPunctual);
    }
    all.insert(all.end(), slots.begin(), slots.end());
  }
  std::sort(all.begin(), all.end(), [](const DueSlot& a, const DueSlot& b) {
    return std::tie(a.key.due, a.key.schedule) < std::tie(b.key.due, b.key.schedule);
  });
  return all;
}

std::vector<DueSlot> Timetable::overdue(Instant now) const {
  std::vector<DueSlot> slots = due(now);
  std::erase_if(slots, [&](const DueSlot& slot) { return now - slot.key.due <= kPunctual; });
  return slots;
}

std::optional<SlotKey> Timetable::next(Instant after, std::string_view schedule) const {
  std::optional<SlotKey> first;
  for (const std::string& id : schedule.empty() ? ids() : std::vector{std::string(schedule)}) {
    const std::vector<DueSlot> slots = between(id, after + kSecond, kForever, 1);
    if (!slots.empty() && (!first || slots.front().key.due < first->due)) first = slots.front().key;
  }
  return first;
}

std::optional<Instant> Timetable::wake(Instant now) const {
  if (!due(now).empty()) return now;
  const std::optional<SlotKey> slot = next(now - kSecond);
  if (!slot) return std::nullopt;
  return slot->due + kSecond;
}

std::optional<ClockLine> clock_line(const store::Snapshot& snapshot, Instant now) {
  std::vector<store::Revision<Schedule>> schedules = snapshot.schedules();
  if (schedules.empty()) return std::nullopt;
  const std::vector<Slot> done = snapshot.slots({});
  const Timetable timetable(std::move(schedules), done);
  ClockLine line;
  for (const Slot& slot : done) {
    if (!slot.skipped) line.last = std::max(line.last.value_or(slot.key.due), slot.key.due);
  }
  if (const std::optional<SlotKey> next = timetable.next(now)) line.next = next->due;
  for (const DueSlot& slot : timetable.overdue(now)) line.missed.push_back(slot.key);
  return line;
}

bool covers(const Schedule& schedule, const Scenario& scenario) {
  return std::any_of(schedule.scenarios.begin(), schedule.scenarios.end(),
                     [&](const std::string& named) {
                       return named == "*" || named == scenario.id ||
                              (!scenario.publication.empty() && named == scenario.publication);
                     });
}

bool assessed_at(const Scenario& scenario, Instant instant) {
  return scenario.opened <= instant &&
         (!scenario.horizon || instant <= *scenario.horizon + kLateReports);
}

}  // namespace signpost::assess
