// Assessments that are kept, and the occasions on which they are made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/enum_words.h"
#include "engine/base/sha256.h"
#include "engine/model/alert.h"
#include "engine/model/assessment.h"
#include "engine/model/schedule.h"

namespace signpost {

/// Why an assessment was made and kept.
enum class Occasion : std::uint8_t {
  kAsked,   // somebody asked for it
  kSlot,    // a schedule was due
  kChange,  // evidence was recorded, amended or withdrawn
  kModel,   // an alert's last moment is judged again under a new model
};

/// An event of a ledger that matters, named by the lowest number of its items.
struct KeptEntry {
  ItemId event = 0;
  std::string indicator;  // empty = unforeseen
  LogOdds arrived;
  LogOdds today;
  Probability without;

  friend bool operator==(const KeptEntry&, const KeptEntry&) = default;
};

/// What one indicator, or (empty) what none foresaw, brings to a ledger's balance today.
struct KeptSums {
  std::string indicator;
  LogOdds evidence;
  LogOdds silence;

  friend bool operator==(const KeptSums&, const KeptSums&) = default;
};

/// What is kept of a ledger: each account's sum, the entries that matter most, and a digest of the
/// whole, by which one recomputed on demand is known to be the same.
struct KeptLedger {
  static constexpr std::size_t kMostEntries = 20;

  LogOdds opening;
  LogOdds judgement;
  LogOdds closing;
  std::vector<KeptSums> accounts;  // by indicator, those that are 0 left out
  std::vector<KeptEntry> entries;  // by influence
  std::int64_t events = 0;         // so many there were in all
  Digest digest{};

  friend bool operator==(const KeptLedger&, const KeptLedger&) = default;
};

/// Immutable once stored.
struct SavedAssessment {
  std::int64_t number = 0;  // given by the store, from 1
  Assessment assessment;    // `ledger` is there of those kept under model 1, or where asked for
  std::optional<KeptLedger> kept;  // nothing: kept under model 1
  std::optional<Interval> interval;
  Occasion occasion = Occasion::kAsked;
  std::string schedule;  // of kSlot; the slot is due at the moment's as_of
  Instant recorded;
};

/// What one occasion leaves behind: stored whole or not at all.
struct Round {
  Occasion occasion = Occasion::kAsked;
  std::optional<Slot> slot;      // of kSlot; `recorded` and `assessments` are the store's
  std::vector<SlotKey> skipped;  // slots that the policy leaves out
  std::int64_t change = 0;       // of kChange: the entry of the journal that it answers
  std::vector<SavedAssessment> assessments;  // their numbers are given by the store
  /// `assessment` is a place in `assessments` (from 0) here, and becomes its number.
  std::vector<AlertEvaluation> evaluations;
  std::vector<Notice> notices;
};

/// What a new model makes of a moment that was assessed under an older one.
struct MovedByModel {
  std::string scenario;
  Moment moment;
  Probability before;
  Probability after;
};

/// A change of the evidence, and what it touched.
struct EvidenceChange {
  std::int64_t entry = 0;  // of the journal
  Instant recorded;
  std::vector<std::string> indicators;
  std::vector<std::string> scenarios;  // on which an item bears directly
};

constexpr auto words_of(Occasion) {
  return words<Occasion>({{Occasion::kAsked, "asked"},
                          {Occasion::kSlot, "slot"},
                          {Occasion::kChange, "change"},
                          {Occasion::kModel, "model"}});
}

}  // namespace signpost
