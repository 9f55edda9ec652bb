#include "engine/store/load.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/store/definition_rows.h"
#include "engine/store/entry.h"

namespace signpost::store {
namespace {

/// Does a definition say what is stored already? Then it is no revision.
template <class T>
bool says_the_same(const T& stored, const T& said) {
  return stored == said;
}

/// Once a scenario that left its base rate, or what it asks, unsaid was stored with what that came
/// to, and these values are in the digests. So what is unsaid is also the same as the very value
/// that it comes to: such a file, loaded again, is no revision of what was stored then. (The other
/// way round is one: what was unsaid is said now.)
bool says_the_same(const Scenario& stored, const Scenario& said) {
  Scenario as_stored = said;
  if (!said.base_rate && stored.base_rate == base_rate_of(said)) {
    as_stored.base_rate = stored.base_rate;
  }
  if (!said.asks && stored.asks == asks_of(said)) as_stored.asks = stored.asks;
  return stored == as_stored;
}

class Load {
 public:
  Load(Connection& connection, const Clock& clock) : connection_(connection), clock_(clock) {}

  /// Stores those of one kind that differ from the latest revision among `stored`.
  template <class T, class RecordOf>
  void add(const Table& ids, const std::vector<T>& wanted, std::vector<Revision<T>> stored,
           const RecordOf& record_of) {
    struct Latest {
      T content;
      int revision;
    };
    std::unordered_map<std::string, Latest> latest;
    for (Revision<T>& one : stored) {
      std::string id = id_of(one.content);
      latest.insert_or_assign(std::move(id), Latest{std::move(one.content), one.revision});
    }
    for (const T& one : wanted) {
      const std::string& id = id_of(one);
      const auto found = latest.find(id);
      if (found != latest.end() && says_the_same(found->second.content, one)) {
        ++loaded_.unchanged;
        continue;
      }
      RowKey place{next_number(ids), 1};
      if (found != latest.end()) {
        place = {number_of(connection_, ids, id).value_or(0), found->second.revision + 1};
      }
      entry().add(record_of(one, place));
      loaded_.changes.push_back({ids.name, id, place.revision});
      latest.insert_or_assign(id, Latest{one, place.revision});
    }
  }

  Loaded finish() {
    if (entry_) entry_->seal();
    return std::move(loaded_);
  }

 private:
  Entry& entry() {
    if (!entry_) entry_.emplace(connection_, "load", clock_);
    return *entry_;
  }

  std::int64_t next_number(const Table& ids) {
    Query last =
        connection_.query(fmt::format("SELECT coalesce(max(number), 0) FROM {}", ids.name));
    last.next();
    return last.integer(0) + 1;
  }

  Connection& connection_;
  const Clock& clock_;
  std::optional<Entry> entry_;
  Loaded loaded_;
};

}  // namespace

Loaded load_definitions(Connection& connection, const Definitions& definitions,
                        const Clock& clock) {
  Load load(connection, clock);
  load.add(kPublication, definitions.publications, publications_in(connection),
           [](const Publication& one, RowKey place) { return record_of(one, place); });
  load.add(kSource, definitions.sources, sources_in(connection),
           [](const Source& one, RowKey place) { return record_of(one, place); });
  load.add(kGrade, definitions.grades, grades_in(connection),
           [](const GradeWorth& one, RowKey place) { return record_of(one, place); });
  load.add(kIndicator, definitions.indicators, indicators_in(connection),
           [](const Indicator& one, RowKey place) { return record_of(one, place); });
  // By now all are there that may be named: a wider indicator, or a scenario that is implied, may
  // be defined further down.
  for (const Indicator& one : definitions.indicators) {
    if (one.of.empty()) continue;
    numbers_of(connection, kIndicator, {"store.by-indicator", {{"id", one.id}}})(one.of);
  }
  load.add(kScenario, definitions.scenarios, scenarios_in(connection),
           [&](const Scenario& one, RowKey place) {
             const Phrase name("store.by-scenario", {{"id", one.id}});
             return record_of(one, place, numbers_of(connection, kPublication, name),
                              numbers_of(connection, kIndicator, name));
           });
  for (const Scenario& one : definitions.scenarios) {
    for (const std::string& id : one.implies) {
      numbers_of(connection, kScenario, {"store.by-scenario", {{"id", one.id}}})(id);
    }
  }
  load.add(kSchedule, definitions.schedules, schedules_in(connection),
           [&](const Schedule& one, RowKey place) {
             for (const std::string& id : one.scenarios) {
               if (id == "*" || number_of(connection, kPublication, id)) continue;
               numbers_of(connection, kScenario, {"store.by-schedule", {{"id", one.id}}})(id);
             }
             return record_of(one, place);
           });
  load.add(kAlert, definitions.alerts, alerts_in(connection), [&](const Alert& one, RowKey place) {
    const Phrase name("store.by-alert", {{"id", one.id}});
    return record_of(one, place, numbers_of(connection, kScenario, name),
                     numbers_of(connection, kIndicator, name));
  });
  return load.finish();
}

NumberOf numbers_of(Connection& connection, const Table& ids, Phrase said_by) {
  return [&connection, &ids, said_by = std::move(said_by)](std::string_view id) {
    const auto number = number_of(connection, ids, id);
    if (!number) throw_unknown(connection, ids, id, said_by);
    return *number;
  };
}

void throw_unknown(Connection& connection, const Table& ids, std::string_view id,
                   const Phrase& said_by) {
  const auto close = nearest(id, ids_of(connection, ids));
  throw Error(ErrorKind::kInvalid,
              {fmt::format("store.no-such-{}", ids.name), {{"by", said_by}, {"id", id}}},
              close ? Phrase("store.did-you-mean", {{"id", *close}})
                    : Phrase("store.define-it", {{"do", Phrase("action.load-definitions")}}));
}

}  // namespace signpost::store
