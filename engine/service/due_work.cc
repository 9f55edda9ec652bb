#include "engine/service/due_work.h"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "engine/assess/alert_machine.h"
#include "engine/assess/alert_reading.h"
#include "engine/assess/case.h"
#include "engine/assess/in_force.h"
#include "engine/assess/saved.h"
#include "engine/base/error.h"
#include "engine/report/alerts.h"
#include "engine/service/slot_report.h"

namespace signpost::service {

using assess::Archive;
using assess::Case;
using assess::DueSlot;
using assess::Timetable;

namespace {

constexpr std::size_t kSkippedTogether = 10'000;  // slots skipped in one entry
constexpr int kTries = 1000;                      // against writers that are always faster

/// An alert and how it was judged, as far back as the conditions of its revisions look.
struct Watch {
  Alert alert;
  int revision = 1;
  std::vector<AlertEvaluation> story;
};

bool touches(const EvidenceChange& change, Archive& archive, const Scenario& scenario) {
  const std::vector<std::string> heard = archive.heard_by(scenario);
  const auto among = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return among(change.scenarios, scenario.id) ||
         std::any_of(heard.begin(), heard.end(), [&](const std::string& indicator) {
           return among(change.indicators, indicator);
         });
}

[[noreturn]] void throw_too_busy() {
  throw Error(ErrorKind::kStore, "service.too-busy", "service.too-busy.hint");
}

}  // namespace

struct DueWork::View {
  View(const store::Store& store, Instant clock)
      : now(clock),
        snapshot(store.snapshot()),
        archive(*snapshot, Archive::Texts::kAll),
        seen(snapshot->head()),
        timetable(snapshot->schedules(), snapshot->slots({})),
        alerts(snapshot->alerts()),
        retirements(snapshot->retirements()),
        answered(snapshot->last_change_answered()) {
    for (const store::Revision<Alert>& revision : alerts) {
      const std::string& id = revision.content.id;
      if (!first_entries.contains(id)) {
        first_entries.emplace(id, snapshot->first_entry_of_alert(id));
      }
      if (assess::looks_back(revision.content)) looking_back.insert(id);
    }
  }

  /// The alerts on a scenario by the definitions that stand at `known_at`.
  std::vector<Watch*> watches(const std::string& scenario, Instant known_at) {
    std::vector<Watch*> found;
    int same_scenario_since = 1;
    const store::Revision<Alert>* before = nullptr;
    for (const store::Revision<Alert>& revision : alerts) {
      const Alert& alert = revision.content;
      if (before == nullptr || before->content.id != alert.id ||
          before->content.scenario != alert.scenario) {
        same_scenario_since = revision.revision;
      }
      before = &revision;
      if (!revision.known.holds(known_at) || alert.scenario != scenario) continue;
      const auto [place, is_new] = stories.try_emplace(alert.id);
      Watch& watch = place->second;
      if (is_new) {
        watch.story = snapshot->evaluations(alert.id, !looking_back.contains(alert.id));
        // One that lies ahead of the clock was made by a clock that was wrong, or by this one under
        // --now: it keeps nothing from being judged.
        const auto ahead = [&](const AlertEvaluation& one) { return one.reading.as_of > now; };
        if (std::any_of(watch.story.begin(), watch.story.end(), ahead)) {
          watch.story = snapshot->evaluations(alert.id, false);
          std::erase_if(watch.story, ahead);
        }
      }
      // An alert that is moved to another scenario begins anew.
      std::erase_if(watch.story,
                    [&](const AlertEvaluation& one) { return one.revision < same_scenario_since; });
      watch.alert = alert;
      watch.revision = revision.revision;
      found.push_back(&watch);
    }
    return found;
  }

  /// Then its slots leave it out, and its alerts are silent.
  bool is_retired(const std::string& scenario, Instant known_at) const {
    return assess::retired_at(retirements, scenario, known_at).has_value();
  }

  /// Slots that are due and not done, oldest first; found when first asked for.
  std::deque<DueSlot>& slots(Instant at) {
    if (!due) {
      const std::vector<DueSlot> all = timetable.due(at);
      due.emplace(all.begin(), all.end());
    }
    return *due;
  }

  /// Changes that an alert waits for, oldest first; read when first asked for.
  std::deque<EvidenceChange>& changes() {
    if (waiting) return *waiting;
    waiting.emplace();
    if (alerts.empty()) return *waiting;
    std::int64_t first = first_entries.begin()->second;
    for (const auto& [alert, entry] : first_entries) first = std::min(first, entry);
    for (EvidenceChange& change : snapshot->changes_after(std::max(first, answered))) {
      if (!touched(change).empty()) waiting->push_back(std::move(change));
    }
    return *waiting;
  }

  /// The scenarios that a change touches, that are assessed then, and that an alert watches which
  /// was there already.
  std::vector<std::string> touched(const EvidenceChange& change) {
    std::set<std::string> found;
    for (const store::Revision<Alert>& revision : alerts) {
      const Alert& alert = revision.content;
      if (!revision.known.holds(change.recorded) || first_entries.at(alert.id) > change.entry) {
        continue;
      }
      const Scenario& scenario = archive.scenario_at(alert.scenario, change.recorded);
      if (is_retired(alert.scenario, change.recorded)) continue;
      if (!touches(change, archive, scenario)) continue;
      // Of what settles it the alert must hear, however late, and of nothing after it.
      const auto resolution = archive.resolution(alert.scenario, change.recorded);
      if (resolution ? resolution->recorded == change.recorded
                     : assess::assessed_at(scenario, change.recorded)) {
        found.insert(alert.scenario);
      }
    }
    return {found.begin(), found.end()};
  }

  Instant now;
  std::unique_ptr<store::Snapshot> snapshot;
  Archive archive;
  std::int64_t seen;
  Timetable timetable;
  std::vector<store::Revision<Alert>> alerts;
  std::vector<store::Retirement> retirements;
  std::map<std::string, std::int64_t> first_entries;
  std::set<std::string> looking_back;  // alerts of which some revision looks back
  std::int64_t answered;
  std::optional<std::deque<EvidenceChange>> waiting;
  std::optional<std::deque<DueSlot>> due;
  std::map<std::string, Watch> stories;
};

DueWork::DueWork(store::Store& store, const Site& site, const Clock& clock,
                 std::vector<Notifier> notifiers)
    : store_(store), site_(site), clock_(clock), notifiers_(std::move(notifiers)) {}
DueWork::~DueWork() = default;

DueWork::View& DueWork::view() {
  if (!view_) view_ = std::make_unique<View>(store_, clock_.now);
  return *view_;
}

bool DueWork::save(Round& round) {
  View& seen = view();
  if (!store_.save(round, seen.seen, clock_)) {
    view_.reset();
    return false;
  }
  // Nobody else wrote: what was read stands, with this round on top.
  ++seen.seen;
  for (const SlotKey& key : round.skipped) seen.timetable.set_done(key);
  if (round.slot) seen.timetable.set_done(round.slot->key);
  for (const AlertEvaluation& evaluation : round.evaluations) {
    std::vector<AlertEvaluation>& story = seen.stories.at(evaluation.alert).story;
    if (!seen.looking_back.contains(evaluation.alert)) story.clear();
    story.push_back(evaluation);
  }
  return true;
}

std::size_t DueWork::slots_due() { return view().slots(clock_.now).size(); }

std::optional<Instant> DueWork::oldest_due() {
  const std::deque<DueSlot>& due = view().slots(clock_.now);
  if (due.empty()) return std::nullopt;
  return due.front().key.due;
}

std::optional<Instant> DueWork::oldest_change_due() {
  const std::deque<EvidenceChange>& waiting = view().changes();
  if (waiting.empty()) return std::nullopt;
  return waiting.front().recorded;
}

std::size_t DueWork::changes_due() { return view().changes().size(); }

std::optional<Round> DueWork::under_new_model() {
  View& seen = view();
  Round round;
  round.occasion = Occasion::kModel;
  std::set<std::string> judged_already;
  for (const store::Revision<Alert>& revision : seen.alerts) {
    const std::string& scenario = revision.content.scenario;
    if (!judged_already.insert(scenario).second) continue;
    for (Watch* watch : seen.watches(scenario, clock_.now)) {
      if (watch->story.empty()) continue;
      const AlertEvaluation& last = watch->story.back();
      if (last.reason == AlertReason::kResolved) continue;
      store::AssessmentFilter filter;
      filter.number = last.assessment;
      const auto kept = seen.snapshot->assessments(filter, false);
      if (kept.empty() || kept.front().assessment.model == kModelNumber) continue;
      const Case today(seen.archive, scenario, kept.front().assessment.moment);
      SavedAssessment again = assess::to_keep(today);
      again.occasion = Occasion::kModel;
      const std::span<const AlertEvaluation> before(watch->story.data(), watch->story.size() - 1);
      AlertEvaluation now = assess::judged_again(
          watch->alert, watch->revision, last,
          assess::reading(today, watch->alert, before, last.reading.on_change));
      now.assessment = static_cast<std::int64_t>(round.assessments.size());
      round.assessments.push_back(std::move(again));
      round.evaluations.push_back(std::move(now));
    }
  }
  if (round.evaluations.empty()) return std::nullopt;
  return round;
}

std::optional<Round> DueWork::next() {
  for (int i = 0; i < kTries; ++i) {
    if (std::optional<Round> again = under_new_model()) {
      if (!save(*again)) continue;
      return again;
    }
    View& seen = view();
    std::deque<DueSlot>& slots = seen.slots(clock_.now);
    std::deque<EvidenceChange>& changes = seen.changes();
    if (slots.empty() && changes.empty()) return std::nullopt;
    // What was recorded in the second of a slot is known to it: the change comes first.
    if (!changes.empty() && (slots.empty() || changes.front().recorded <= slots.front().key.due)) {
      Round round;
      round.occasion = Occasion::kChange;
      const EvidenceChange& change = changes.front();
      round.change = change.entry;
      const Moment then{change.recorded, change.recorded, true};
      for (const std::string& scenario : seen.touched(change)) {
        const Case one(seen.archive, scenario, then);
        if (!one.has_probability()) continue;
        round.assessments.push_back(assess::to_keep(one));
        round.assessments.back().occasion = Occasion::kChange;
      }
      judge_alerts(round);
      if (!save(round)) continue;
      view_->changes().pop_front();
      return round;
    }
    Round round;
    round.occasion = Occasion::kSlot;
    std::size_t done = 0;
    while (done < slots.size() && slots[done].skipped && done < kSkippedTogether) {
      round.skipped.push_back(slots[done++].key);
    }
    if (done == 0) {
      round = make_up(slots.front());
      done = 1;
    }
    if (!save(round)) continue;
    std::deque<DueSlot>& left = *view_->due;
    left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(done));
    return round;
  }
  throw_too_busy();
}

Round DueWork::make_up(const DueSlot& due) {
  View& seen = view();
  const Instant at = due.key.due;
  Round round;
  round.occasion = Occasion::kSlot;
  round.slot.emplace();
  round.slot->key = due.key;
  const Moment then{at, at, true};
  std::vector<std::string> scenarios;
  for (const std::string& id : seen.snapshot->active_scenario_ids(at)) {
    const Scenario& scenario = seen.archive.scenario_at(id, at);
    if (assess::covers(*due.schedule, scenario) && assess::assessed_at(scenario, at) &&
        !seen.archive.resolution(id, at)) {
      scenarios.push_back(id);
    }
  }
  for (const std::string& id : scenarios) {
    const Case one(seen.archive, id, then);
    if (!one.has_probability()) continue;
    round.assessments.push_back(assess::to_keep(one));
    round.assessments.back().occasion = Occasion::kSlot;
    round.assessments.back().schedule = due.key.schedule;
  }
  judge_alerts(round);
  if (due.schedule->report && !scenarios.empty()) {
    Instant since = due.schedule->start;
    const std::vector<DueSlot> earlier = seen.timetable.between(
        due.key.schedule, at - std::chrono::days(400), at - std::chrono::seconds(1));
    if (!earlier.empty()) since = earlier.back().key.due;
    const std::optional<SlotKey> next = seen.timetable.next(at, due.key.schedule);
    write_slot_report(site_, seen.archive, *due.schedule, scenarios, std::min(since, at),
                      next ? std::optional(next->due) : std::nullopt, *round.slot);
  }
  return round;
}

void DueWork::judge_alerts(Round& round) {
  View& seen = view();
  const bool on_change = round.occasion == Occasion::kChange;
  for (std::size_t i = 0; i < round.assessments.size(); ++i) {
    const Case one(seen.archive, round.assessments[i].assessment);
    const Moment& moment = one.moment();
    const Scenario& scenario = one.scenario();
    if (!one.has_probability()) continue;
    const bool is_settled = one.is_settled();
    if (!is_settled && !assess::assessed_at(scenario, moment.as_of)) continue;
    if (seen.is_retired(scenario.id, moment.known_at)) continue;
    for (Watch* watch : seen.watches(scenario.id, moment.known_at)) {
      const std::optional<AlertEvaluation> last =
          watch->story.empty() ? std::nullopt : std::optional(watch->story.back());
      if (!assess::comes_after(last, moment.as_of)) continue;
      if (is_settled && !last) continue;
      const AlertReading read = assess::reading(one, watch->alert, watch->story, on_change);
      const std::optional<AlertEvaluation> judged =
          is_settled ? assess::ended(watch->alert, watch->revision, *last, read)
                     : assess::judged(watch->alert, watch->revision, last, read);
      if (!judged) continue;
      AlertEvaluation now = *judged;
      now.assessment = static_cast<std::int64_t>(i);
      const bool raised = now.reason == AlertReason::kRaised;
      const bool ends = now.reason == AlertReason::kResolved && last->state == AlertState::kRaised;
      if (raised || ends || now.reason == AlertReason::kCleared) {
        Notice notice;
        notice.alert = watch->alert.id;
        notice.raised = raised;
        notice.as_of = moment.as_of;
        for (const Notifier& notifier : notifiers_) {
          const std::vector<std::string>& only = notifier.alerts;
          if (only.empty() || std::find(only.begin(), only.end(), notice.alert) != only.end()) {
            notice.notifiers.push_back(notifier.id);
          }
        }
        const std::string& indicator = watch->alert.condition.indicator;
        const Indicator* named =
            indicator.empty() ? nullptr : seen.archive.indicator_at(indicator, moment.known_at);
        notice.text = report::notice_json(
            watch->alert, now, {scenario.title, named == nullptr ? Bilingual() : named->title},
            clock_.now);
        round.notices.push_back(std::move(notice));
      }
      round.evaluations.push_back(std::move(now));
    }
  }
}

Round DueWork::asked(std::span<const std::string> scenarios, const Moment& moment) {
  for (int i = 0; i < kTries; ++i) {
    View& seen = view();
    Round round;
    const std::vector<std::string> all = seen.snapshot->active_scenario_ids(moment.known_at);
    std::set<std::string> once;
    for (const std::string& id :
         scenarios.empty() ? std::span<const std::string>(all) : scenarios) {
      if (!once.insert(id).second) continue;
      const Case one(seen.archive, id, moment);
      // Of all, those without a history are left out; who names one is told.
      if (scenarios.empty() && !one.has_probability()) continue;
      round.assessments.push_back(assess::to_keep(one));
    }
    const bool now = moment.as_of == clock_.now && moment.known_at == clock_.now;
    if (now && slots_due() == 0 && changes_due() == 0 && !under_new_model()) judge_alerts(round);
    if (save(round)) return round;
  }
  throw_too_busy();
}

}  // namespace signpost::service
