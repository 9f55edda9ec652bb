#include "engine/assess/case.h"

#include "engine/assess/ledger_names.h"
#include "engine/belief/believe.h"

namespace signpost::assess {

Case::Case(Archive& archive, std::string_view scenario, const Moment& moment)
    : archive_(&archive),
      moment_(moment),
      scenario_(&archive.scenario_at(scenario, moment.known_at)),
      resolution_(archive.resolution(scenario_->id, moment.known_at)) {}

Case::Case(Archive& archive, const Assessment& assessed)
    : Case(archive, assessed.scenario, assessed.moment) {
  known_ = &assessed;
}

const NamedQuestion& Case::named() const {
  if (!named_) named_.emplace(archive_->ask(scenario_->id, moment_.known_at));
  return *named_;
}

const belief::Account& Case::account() const {
  if (!account_) account_ = belief::account(question(), moment_);
  return *account_;
}

const Assessment& Case::assessment() const {
  if (known_ != nullptr && known_->ledger) return *known_;
  if (!assessment_) assessment_ = assessment_of(named(), moment_, account());
  return *assessment_;
}

Assessment Case::glance() const {
  return assessment_of(named(), moment_, belief::log_odds(question(), moment_));
}

LogOdds Case::log_odds() const {
  if (known_ != nullptr) return known_->log_odds;
  if (assessment_) return assessment_->log_odds;
  return belief::log_odds(question(), moment_);
}

}  // namespace signpost::assess
