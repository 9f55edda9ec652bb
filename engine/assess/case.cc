#include "engine/assess/case.h"

#include "engine/assess/ledger_names.h"
#include "engine/belief/believe.h"

namespace signpost::assess {
namespace {

[[noreturn]] void throw_no_history(const std::string& scenario) {
  throw Error(ErrorKind::kNo, {"assess.no-history", {{"scenario", scenario}}},
              "assess.no-history.hint");
}

}  // namespace

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
  if (!has_probability()) throw_no_history(scenario_->id);
  if (!account_) account_ = belief::account(question(), moment_);
  return *account_;
}

const Assessment& Case::assessment() const {
  if (known_ != nullptr && known_->ledger) return *known_;
  if (assessment_) return *assessment_;
  assessment_ = has_probability() ? assessment_of(named(), moment_, account())
                                  : assessment_of(named(), moment_, std::nullopt);
  return *assessment_;
}

Assessment Case::glance() const { return assessment_of(named(), moment_, standing()); }

bool Case::has_probability() const {
  if (known_ != nullptr) return !known_->no_history;
  if (!scenario_->criterion) return true;
  if (assessment_) return !assessment_->no_history;
  return standing().has_value();
}

const std::optional<LogOdds>& Case::standing() const {
  if (!standing_) standing_ = belief::standing(question(), moment_);
  return *standing_;
}

LogOdds Case::log_odds() const {
  const Assessment* found = known_ != nullptr ? known_ : assessment_ ? &*assessment_ : nullptr;
  const std::optional<LogOdds> odds = found == nullptr    ? standing()
                                      : found->no_history ? std::nullopt
                                                          : std::optional(found->log_odds);
  if (!odds) throw_no_history(scenario_->id);
  return *odds;
}

}  // namespace signpost::assess
