// A case: one scenario, asked at one moment. Everything that is said of it there (where it stands,
// why, what a report tells, what an alert reads) is taken from the same question and the same
// account, which are worked out once, when they are first needed.
//
//   Archive ─ what was known and defined at known_at ─► question ─► belief::Account ─► Assessment
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "engine/assess/archive.h"
#include "engine/belief/account.h"
#include "engine/model/assessment.h"

namespace signpost::assess {

class Case {
 public:
  /// The archive must outlive it. Error{kNotFound} with a did-you-mean where there is no such
  /// scenario.
  Case(Archive& archive, std::string_view scenario, const Moment& moment);
  /// One of which an assessment is there already, which must outlive it, too.
  Case(Archive& archive, const Assessment& assessed);

  [[nodiscard]] Archive& archive() const { return *archive_; }
  [[nodiscard]] const Moment& moment() const { return moment_; }
  /// As it is defined at known_at.
  [[nodiscard]] const Scenario& scenario() const { return *scenario_; }
  /// How it was settled, as far as is known then, be it before as_of or after.
  [[nodiscard]] const std::optional<Resolution>& resolution() const { return resolution_; }
  /// Whether it is settled at as_of.
  [[nodiscard]] bool is_settled() const { return resolution_ && resolution_->on <= moment_.as_of; }
  /// as_of, or where its clock stopped before.
  [[nodiscard]] Instant clock() const {
    return std::min(moment_.as_of, clock_end(*scenario_, resolution_).value_or(moment_.as_of));
  }
  /// Whether there is a probability: always, but for a countable forecast without history. Then
  /// `glance` and `assessment` say so, and what needs one is Error{kNo}.
  [[nodiscard]] bool has_probability() const;
  /// Whether as_of is past and known_at is later.
  [[nodiscard]] bool hindsight() const { return moment_.as_of < moment_.known_at; }

  [[nodiscard]] const NamedQuestion& named() const;
  [[nodiscard]] const belief::Question& question() const { return named().question; }
  [[nodiscard]] const belief::Account& account() const;
  /// With its ledger.
  [[nodiscard]] const Assessment& assessment() const;
  [[nodiscard]] const Ledger& ledger() const { return *assessment().ledger; }
  /// The probability only: no ledger, much cheaper.
  [[nodiscard]] Assessment glance() const;
  /// Where it stands, from what is there already, else at a glance.
  [[nodiscard]] LogOdds log_odds() const;
  [[nodiscard]] Probability probability() const { return Probability::from(log_odds()); }

 private:
  /// Where it stands at a glance, reckoned once; nothing where there is no history.
  [[nodiscard]] const std::optional<LogOdds>& standing() const;

  Archive* archive_;
  Moment moment_;
  const Scenario* scenario_;
  std::optional<Resolution> resolution_;
  const Assessment* known_ = nullptr;
  mutable std::optional<NamedQuestion> named_;
  mutable std::optional<std::optional<LogOdds>> standing_;
  mutable std::optional<belief::Account> account_;
  mutable std::optional<Assessment> assessment_;
};

}  // namespace signpost::assess
