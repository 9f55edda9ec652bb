// The archive: what the store holds of each indicator and scenario, read once however many
// scenarios share it, and made into the questions that belief is put.
#pragma once

#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/assess/question.h"
#include "engine/model/standing.h"
#include "engine/store/source_names.h"
#include "engine/store/store.h"

namespace signpost::assess {

/// What is held of one indicator: everything that any known_at may ask for.
struct IndicatorFile {
  std::vector<store::Revision<Indicator>> revisions;
  std::vector<CoverDeclaration> covers;
  std::vector<store::ItemVersion> versions;
};

struct ScenarioFile {
  std::vector<store::Revision<Scenario>> revisions;
  std::vector<store::ItemVersion> bearing;
};

/// An item's version that was known then, else the last, with what is said of it.
struct JudgedVersion {
  store::ItemVersion version;
  Verdict verdict = Verdict::kTrue;
};

/// Up to when evidence was known, by which definitions it is read, with what coverage declared, and
/// what grades were worth: a movement tells these apart.
struct Knowledge {
  Instant evidence;
  Instant definitions;
  Instant coverage;
  Instant grades;
  explicit Knowledge(Instant known_at)
      : evidence(known_at), definitions(known_at), coverage(known_at), grades(known_at) {}
  Knowledge(Instant evidence_at, Instant definitions_at, Instant coverage_at, Instant grades_at)
      : evidence(evidence_at),
        definitions(definitions_at),
        coverage(coverage_at),
        grades(grades_at) {}
};

/// Since when something counts as known, where it is asked how good a forecast was.
struct Ledgered {
  /// From when it was recorded, whatever it says of having been available before.
  bool as_recorded = false;
  /// What was recorded later is not there: items, amendments, withdrawals.
  Instant until = kForever;
  /// Of what was recorded in that very second, the last entry of the journal that is there: an
  /// import that brings items and then how they came out takes less than a second.
  std::int64_t entry = std::numeric_limits<std::int64_t>::max();

  [[nodiscard]] bool has(Instant recorded, std::int64_t recorded_as) const {
    return recorded < until || (recorded == until && recorded_as <= entry);
  }
};

/// Reads each indicator and each scenario once. Pure but for its cache; the snapshot must outlive
/// it, and what it returns by reference lives as long as it does.
class Archive {
 public:
  /// Whether items are read with their texts at once, for who will show most of them, or one by one
  /// as they are asked for.
  enum class Texts : std::uint8_t { kAsAsked, kAll };
  explicit Archive(const store::Snapshot& snapshot, Texts texts = Texts::kAsAsked);
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  const store::Snapshot& snapshot;

  const IndicatorFile& indicator(const std::string& id);
  /// Error{kNotFound} with a did-you-mean where there is none.
  const ScenarioFile& scenario(std::string_view id);
  /// The scenarios named; no names = all of them.
  [[nodiscard]] std::vector<std::string> these_or_all(std::span<const std::string> scenarios,
                                                      Instant known_at) const;
  /// How many are retired and so left out, where all of them are asked for.
  [[nodiscard]] int left_out(std::span<const std::string> scenarios, Instant known_at) const;
  /// Whether a scenario is given up then.
  [[nodiscard]] std::optional<Retired> retired(std::string_view scenario, Instant known_at) const;
  /// How it was settled, as far as is known then.
  std::optional<Resolution> resolution(std::string_view scenario, Instant known_at);
  /// All that was ever said of how it was settled, in the order of recording.
  const std::vector<Resolution>& resolutions(std::string_view scenario);
  /// Between two changes of any source the same names stand.
  const store::SourceNames& names_at(Instant known_at);
  /// What grades were worth: the default table with what the desk's own says. Between two changes of
  /// it the same table stands.
  const GradeTable& table_at(Instant known_at);
  /// The registered source of an item; of a redacted one what stands in for it. Null: none.
  const Source* registered(const store::ItemVersion& version, Instant known_at);
  /// Among the items read so far, the version that is known then, else the last; null where the
  /// item was not read with its text.
  [[nodiscard]] const store::ItemVersion* read(ItemId item, Instant known_at) const;
  /// One version of an item as it is shown, by the sources that stood at known_at.
  ItemLine line_of(const store::ItemVersion& version, Instant known_at);
  /// All items known then (withdrawn ones left out), the latest version of each.
  std::vector<ItemLine> items(Instant known_at);
  /// The version that was known then, else the last; nothing where there is no such item.
  std::optional<ItemLine> item(ItemId id, Instant known_at);
  /// The verdicts that stood then, by item.
  std::vector<JudgedVersion> judged(Instant known_at);
  /// The question that belief is put: which revision stands, and of what was said what was known.
  NamedQuestion ask(std::string_view scenario, const Knowledge& knowledge);
  NamedQuestion ask(std::string_view scenario, Instant known_at) {
    return ask(scenario, Knowledge(known_at));
  }
  /// The same for scoring: known as `ledgered` says, and never settled.
  NamedQuestion ask(std::string_view scenario, Instant at, const Ledgered& ledgered);
  /// The same of a criterion that no scenario asks: what it counts, as known then.
  belief::Question count_of(const Criterion& criterion, Instant known_at);
  /// The indicators whose events a criterion counts: those that it names, and each that ever was a
  /// kind of one of them, directly or not; in the order of their ids.
  const std::vector<std::string>& counted(const Criterion& criterion);
  /// The indicators that a scenario listens to: those that it expects, in its own order, and those
  /// that it counts.
  std::vector<std::string> heard_by(const Scenario& scenario);
  /// Everything that denies an event, in all its versions.
  const std::vector<store::ItemVersion>& denials();
  /// The definition of a scenario, and of an indicator, that stands then; null where no such
  /// indicator is defined. Unknown scenarios as `scenario`.
  const Scenario& scenario_at(std::string_view id, Instant definitions_at);
  const Indicator* indicator_at(const std::string& id, Instant definitions_at);
  /// What is declared of an indicator with `cover`, as it stood then.
  std::vector<CoverDeclaration> covers_at(const std::string& indicator, Instant known_at);
  /// Everything that was ever said of it, and when each item was known; by the definitions, and
  /// with the coverage declared, that stood at an instant.
  belief::Chronicle chronicle(std::string_view scenario, Instant definitions_at);
  /// The same for scoring: known as `ledgered` says, and never settled.
  belief::Chronicle chronicle(std::string_view scenario, Instant definitions_at,
                              const Ledgered& ledgered);
  /// The instants after `from`, up to `to`, at which such definitions, the sources or the coverage
  /// declared may change; ascending.
  std::vector<Instant> changes(std::string_view scenario, Instant from, Instant to);

 private:
  /// What an item says under one indicator, or of the scenario directly, and when it was known.
  struct KnownObservation {
    store::KnownSpan known;
    Instant recorded;
    std::int64_t entry = 0;
    belief::Observation said;
  };
  struct KnownDenial {
    store::KnownSpan known;
    Instant recorded;
    std::int64_t entry = 0;
    belief::Denial denial;
  };
  struct Prepared {
    std::vector<const Expectation*> expectations;        // in the order of the indicators' ids
    std::vector<std::vector<KnownObservation>> streams;  // as expectations
    std::vector<std::vector<KnownObservation>> counted;  // as Archive::counted
    std::vector<KnownObservation> bearing;
    std::vector<KnownDenial> denials;
    std::vector<std::string> keys;
  };
  void index(const std::vector<store::ItemVersion>& versions);
  static void keep_what_is_told(Prepared& prepared);
  template <class Note>
  void note_wider(const std::string& narrow, Note note_all);
  Prepared said_of(const Scenario& asked, Instant definitions_at, Instant grades_at);
  const Prepared& prepare(const Scenario& asked, Instant definitions_at, Instant grades_at);
  belief::Chronicle chronicle_of(NamedQuestion named, Instant definitions_at,
                                 const Ledgered& ledgered);
  NamedQuestion pose(std::string_view scenario, const Knowledge& knowledge);
  /// What a criterion counts as it stands then, without what was said; `counted`: as `counted()`.
  belief::CountedQuestion pose_count(const Criterion& criterion,
                                     std::vector<const Indicator*>& counted,
                                     const Knowledge& knowledge);
  /// Of what was said what was known then.
  static void hear(const Prepared& from, Instant known_at, belief::Question& question);

  bool with_text_;
  std::map<std::string, IndicatorFile, std::less<>> indicators_;
  std::map<std::string, ScenarioFile, std::less<>> scenarios_;
  std::optional<std::vector<store::ItemVersion>> denials_;
  std::optional<std::map<std::string, std::set<std::string>>> wider_;     // of any revision
  std::map<std::vector<std::string>, std::vector<std::string>> counted_;  // by what is named
  /// Of each scenario, in the order of recording; read once.
  std::optional<std::map<std::string, std::vector<Resolution>, std::less<>>> resolutions_;
  std::unordered_map<ItemId, std::vector<const store::ItemVersion*>> read_;  // with text
  std::optional<std::vector<store::Revision<Source>>> sources_;
  std::map<std::size_t, store::SourceNames> names_by_epoch_;  // by how many revisions have begun
  std::optional<std::vector<store::Revision<GradeWorth>>> grades_;
  std::map<std::size_t, GradeTable> tables_by_epoch_;  // by how many revisions have begun
  std::map<std::tuple<const Scenario*, const store::SourceNames*, const GradeTable*>, Prepared>
      prepared_;
};

}  // namespace signpost::assess
