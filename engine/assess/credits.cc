#include "engine/assess/credits.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <utility>

#include "engine/belief/believe.h"
#include "engine/belief/credit.h"
#include "engine/model/definitions.h"

namespace signpost::assess {
namespace {

using score::CreditedEvent;
using score::CreditedItem;
using score::EvidenceKind;

EvidenceKind kind_of(const belief::EventEntry& event, const belief::Question& question) {
  switch (event.kind) {
    case EventKind::kUnforeseen:
      return EvidenceKind::kUnforeseen;
    case EventKind::kHappening:
      return EvidenceKind::kHappening;
    case EventKind::kOccasion:
      return EvidenceKind::kAtSetTime;
    case EventKind::kSighting:
      break;
  }
  if (question.streams[static_cast<std::size_t>(event.stream)].once) {
    return EvidenceKind::kMilestone;
  }
  return event.total ? EvidenceKind::kTotal : EvidenceKind::kReport;
}

/// Who says an item and how it is graded for what it is a sighting of.
class Tellers {
 public:
  Tellers(Archive& archive, Instant at) : archive_(archive), at_(at) {}

  void hear(const std::vector<store::ItemVersion>& versions) {
    for (const store::ItemVersion& version : versions) {
      const store::ItemVersion*& known = versions_[version.item];
      if (known == nullptr || version.known.holds(at_)) known = &version;
    }
  }
  /// `indicator` empty: it bears directly.
  CreditedItem told(ItemId item, double bits, const std::string& indicator) {
    const auto found = versions_.find(item);
    if (found == versions_.end()) return {item, bits, {}, {}, {}};
    return told_by(archive_, *found->second, bits, indicator, at_);
  }

  static CreditedItem told_by(Archive& archive, const store::ItemVersion& version, double bits,
                              const std::string& indicator, Instant at) {
    CreditedItem told{version.item, bits, {}, {}, {}};
    const Item& content = version.content;
    const Source* registered = archive.registered(version, at);
    // Of a redacted item nothing is told but what stands in for it.
    told.source = registered != nullptr ? registered->id
                  : version.redacted    ? std::string()
                                        : store::source_key(content.source, nullptr);
    told.source_title = registered != nullptr
                            ? registered->title
                            : Bilingual(version.redacted ? std::string() : content.source);
    const Sighting* sighting = indicator.empty() ? nullptr : sighting_of(content, indicator);
    const bool has_own = sighting != nullptr && sighting->grade;
    told.grade = content.credibility && !has_own
                     ? "outright"
                     : to_string(effective_grade(content, sighting, registered));
    return told;
  }

 private:
  Archive& archive_;
  Instant at_;
  std::map<ItemId, const store::ItemVersion*> versions_;
};

score::ScenarioCredit credit_of(Archive& archive, const CountedScenario& one) {
  // The last second that counts.
  const Instant at = one.closes() - std::chrono::seconds(1);
  const Moment moment{at, at};
  const NamedQuestion named = archive.ask(one.id, at, one.ledgered);
  const belief::Question& question = named.question;
  const belief::Account account = belief::account(question, moment);
  const bool at_horizon = named.scenario.horizon && asks_of(named.scenario) == Asks::kState;
  const belief::Credit credit =
      belief::credit(question, moment, account, one.resolution->outcome == Outcome::kYes,
                     at_horizon ? belief::Scored::kAtHorizon : belief::Scored::kNow);
  Tellers tellers(archive, at);
  tellers.hear(archive.scenario(one.id).bearing);
  for (const Indicator* indicator : named.indicators) {
    tellers.hear(archive.indicator(indicator->id).versions);
  }
  score::ScenarioCredit told;
  told.scenario = one.id;
  told.title = one.scenario->title;
  told.outcome = *one.resolution->outcome;
  told.prior = credit.prior;
  told.close = credit.close;
  told.fading = credit.fading;
  for (std::size_t j = 0; j < credit.silence.size(); ++j) {
    told.silence.push_back({named.indicators[j]->id, credit.silence[j]});
  }
  for (std::size_t i = 0; i < account.events.size(); ++i) {
    const belief::EventEntry& entry = account.events[i];
    CreditedEvent& event = told.events.emplace_back();
    event.event = named.key_name(entry.event);
    event.indicator = named.indicator_name(entry.stream);
    event.kind = kind_of(entry, question);
    event.occurred = entry.occurred;
    event.bits = credit.events[i].bits;
    for (const belief::ItemCredit& item : credit.events[i].items) {
      event.items.push_back(tellers.told(item.item, item.bits, event.indicator));
    }
    if (entry.denied_by.empty()) continue;
    for (const ItemId item : entry.items) {
      event.denied.push_back(tellers.told(item, 0, event.indicator));
    }
  }
  std::stable_sort(told.events.begin(), told.events.end(),
                   [](const CreditedEvent& a, const CreditedEvent& b) {
                     return std::fabs(a.bits) > std::fabs(b.bits);
                   });
  return told;
}

/// The verdicts that stand, and whose claims they are on.
std::vector<score::JudgedClaim> judged_claims(Archive& archive, Instant known_at) {
  std::vector<score::JudgedClaim> judged;
  for (const JudgedVersion& one : archive.judged(known_at)) {
    judged.push_back({Tellers::told_by(archive, one.version, 0, {}, known_at), one.verdict});
  }
  return judged;
}

}  // namespace

score::CreditCard credit_card(Archive& archive, std::span<const std::string> scenarios,
                              Instant known_at, const CountingChoices& choices) {
  score::CreditCard card;
  card.known_at = known_at;
  card.hindsight = choices.hindsight;
  std::vector<Window> windows;
  std::map<std::string, Bilingual> titles;
  for (const CountedScenario& one : Counting(archive, known_at, choices).scenarios(scenarios)) {
    if (!one.is_scored()) continue;
    if (one.closes() <= one.from) {
      ++card.not_counted;
      continue;
    }
    card.scenarios.push_back(credit_of(archive, one));
    windows.push_back({one.scenario, one.closes()});
    for (const score::CreditedSilence& silence : card.scenarios.back().silence) {
      const Indicator* indicator = archive.indicator_at(silence.indicator, known_at);
      titles.emplace(silence.indicator, indicator == nullptr ? Bilingual() : indicator->title);
    }
  }
  const std::vector<std::size_t> clusters = clusters_of(windows);
  for (std::size_t i = 0; i < clusters.size(); ++i) card.scenarios[i].cluster = clusters[i];
  std::vector<score::IndicatorTitle> titled;
  titled.reserve(titles.size());
  for (const auto& [id, title] : titles) titled.push_back({id, title});
  score::sum_up(card, titled, judged_claims(archive, known_at));
  return card;
}

}  // namespace signpost::assess
