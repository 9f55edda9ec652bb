#include "tests/property/slow_oracle.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>

namespace signpost::belief {
namespace {

// Times are seconds since the opening: instants of definitions and items are whole numbers, so that
// "at", "before" and "inside" are exact.

constexpr double kDay = 86400;
constexpr double kEver = std::numeric_limits<double>::infinity();

struct Said {
  ItemId item;
  double at;
  double until;
  long count;  // −1: no count
  double q;
  std::string origin;
  std::string key;  // "" without
  double ratio;

  /// What it may share with other places: its key, or itself.
  [[nodiscard]] std::string name() const { return key.empty() ? "#" + std::to_string(item) : key; }
};

struct Denied {
  double q;
  bool judged;
  std::string origin;
  std::string key;
};

enum class Kind { kSingle, kTotal, kMilestone, kOccasion, kNone };

struct Told {  // an event as told at one place
  int place = kUnforeseen;
  Kind kind = Kind::kSingle;
  std::vector<Said> items;
  double q = 0;
  double at = 0;
  double until = 0;
  long count = 1;
  double ratio = 1;
  double rest = 1;
  bool early = false;
  // In the end:
  double each = 0;            // ln of the factor of one of its parts
  double unseen = 0;          // of an occasion: ln of its silence
  std::vector<double> parts;  // when they are
  std::vector<double> all_parts;
  double share = 1;  // of one event that each part is
};

class Slow {
 public:
  Slow(const Question& question, const Moment& moment) : question_(question) {
    known_ = seconds(moment.known_at);
    end_ = seconds(moment.as_of);
    if (question.horizon) end_ = std::min(end_, seconds(*question.horizon));
    if (end_ < 0) return;
    hear();
    form_events();
    allocate();
    give_way_to_happening();
    share_totals();
    weigh();
  }

  double closing_unfaded(Instant since) {
    if (end_ < 0) return logit(question_.prior.value());
    unfaded_from_ = seconds(since);
    return with_happening(base() + run(nullptr, end_)[0]);
  }

  SlowAnswer answer() {
    SlowAnswer answer;
    if (end_ < 0) {
      answer.closing = logit(question_.prior.value());
      answer.judgement = answer.closing - base();
      answer.silence.assign(question_.streams.size(), 0.0);
      return answer;
    }
    const std::vector<double> accounts = run(nullptr, end_);
    const double rest = base() + accounts[0];
    answer.closing = with_happening(rest);
    answer.judgement = accounts[1];
    const std::size_t first = 2 + question_.streams.size();
    answer.silence.assign(accounts.begin() + 2, accounts.begin() + static_cast<long>(first));
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const Told& event = events_[i];
      const bool silent =
          !(event.rest > 1e-14) && event.kind != Kind::kOccasion;  // but for rounding
      if (event.parts.empty() || silent) continue;
      SlowEntry entry = entry_of(event);
      entry.arrived = event.each * static_cast<double>(event.parts.size());
      entry.today = accounts[first + i];
      entry.closing_without = with_happening(base() + run(&event, end_)[0]);
      answer.entries.push_back(entry);
    }
    if (happening_) {
      SlowEntry entry = entry_of(*happening_);
      entry.credibility = s();
      const double then = base() + run(nullptr, happening_->at)[0];
      entry.arrived = with_happening(then) - then;
      entry.today = answer.closing - rest;
      entry.closing_without = rest;
      answer.entries.push_back(entry);
    }
    answer.disagreeing = disagreeing_;
    return answer;
  }

 private:
  // --- Plain things ---

  [[nodiscard]] double seconds(Instant instant) const {
    return static_cast<double>((instant - question_.opened).count());
  }
  static double logit(double p) { return std::log(p / (1 - p)); }
  [[nodiscard]] double base() const { return logit(question_.base_rate.value()); }
  [[nodiscard]] double prior() const { return question_.prior.value(); }

  [[nodiscard]] int streams() const { return static_cast<int>(question_.streams.size()); }
  [[nodiscard]] const Stream& stream(int j) const {
    return question_.streams[static_cast<std::size_t>(j)];
  }
  [[nodiscard]] bool plain(int place) const {
    return place == kUnforeseen || (!stream(place).once && stream(place).occasions.empty());
  }
  [[nodiscard]] bool is_happening(int place) const {
    return place != kUnforeseen && stream(place).happening;
  }
  /// Whether j is of w, by however many steps.
  [[nodiscard]] bool narrower(int j, int w) const {
    if (j == kUnforeseen || w == kUnforeseen) return false;
    while (stream(j).of != kNoWider) {
      j = stream(j).of;
      if (j == w) return true;
    }
    return false;
  }

  // --- What is said ---

  void hear() {
    const auto origin_of = [](Key origin, ItemId item) {
      return origin == kOwn ? "#" + std::to_string(item) : "o" + std::to_string(origin);
    };
    for (const Denial& denial : question_.denials) {
      if (seconds(denial.occurred) > end_) continue;
      denials_.push_back({denial.credibility, denial.judged, origin_of(denial.origin, denial.item),
                          "e" + std::to_string(denial.event)});
    }
    const auto take = [&](int place, const std::vector<Observation>& items) {
      for (const Observation& item : items) {
        const double at = seconds(item.occurred);
        if (at > end_ || !item.judged) continue;
        const bool none = item.total && item.total->count == 0;
        const bool counts = item.total && place != kUnforeseen && plain(place);
        Said said{item.item,
                  at,
                  item.total ? seconds(item.total->until) : at,
                  none || counts ? static_cast<long>(item.total->count) : -1,
                  item.credibility,
                  origin_of(item.origin, item.item),
                  item.event == kOwn ? "" : "e" + std::to_string(item.event),
                  item.ratio};
        const bool taken_back =
            std::any_of(denials_.begin(), denials_.end(), [&](const Denied& denial) {
              return denial.key == said.key && denial.origin == said.origin;
            });
        if (none || !taken_back) said_[place].push_back(said);
      }
    };
    take(kUnforeseen, question_.bearing);
    for (int j = 0; j < streams(); ++j) take(j, stream(j).said);
  }

  [[nodiscard]] double weakened(double q, const std::string& key) const {
    std::map<std::string, double> origins;
    for (const Denied& denial : denials_) {
      if (denial.key == key && denial.judged) {
        origins[denial.origin] = std::max(origins[denial.origin], denial.q);
      }
    }
    double not_denied = 1;
    for (const auto& [origin, d] : origins) not_denied *= 1 - d;
    return not_denied == 1 ? q : q * not_denied / (1 - q * (1 - not_denied));
  }

  // --- Events at each place ---

  void form_events() {
    for (const auto& [place, items] : said_) {
      std::map<std::string, std::vector<Said>> groups;
      for (const Said& said : items) {
        if (said.count == 0) {
          Told& look = looks_.emplace_back();
          look.place = place;
          look.kind = Kind::kNone;
          look.items = {said};
          look.q = said.q;
          look.at = said.at;
          look.until = said.until;
          look.count = 0;
        } else if (place == kUnforeseen || plain(place)) {
          groups[said.name()].push_back(said);
        } else if (stream(place).once) {
          groups[""].push_back(said);
        } else if (said.at >= seconds(stream(place).occasions[0])) {
          groups[std::to_string(occasion_of(place, said.at))].push_back(said);
        }
      }
      for (const auto& [name, told] : groups) {
        Told event = form(place, told);
        event.early = event.kind == Kind::kTotal ? event.until <= 0 : event.at < 0;
        events_.push_back(event);
      }
    }
  }

  [[nodiscard]] double occasion_of(int place, double at) const {
    double latest = -kEver;
    for (const Instant occasion : stream(place).occasions) {
      if (seconds(occasion) <= at) latest = seconds(occasion);
    }
    return latest;
  }

  [[nodiscard]] Told form(int place, const std::vector<Said>& items) const {
    Told event;
    event.place = place;
    event.items = items;
    const bool by_item = !plain(place);
    const auto worth = [&](const Said& said) {
      return by_item ? weakened(said.q, said.key) : said.q;
    };
    const auto better = [&](const Said& a, const Said& b) {
      if (worth(a) != worth(b)) return worth(a) > worth(b);
      if (a.at != b.at) return a.at < b.at;
      const long count_a = a.count < 0 ? 1 : a.count;
      const long count_b = b.count < 0 ? 1 : b.count;
      if (count_a != count_b) return count_a > count_b;
      if (a.until != b.until) return a.until < b.until;
      return a.ratio < b.ratio;
    };
    const Said* best = nullptr;
    const Said* counted = nullptr;
    std::map<std::string, double> origins;
    for (const Said& said : items) {
      if (best == nullptr || better(said, *best)) best = &said;
      if (said.count > 0 && (counted == nullptr || better(said, *counted))) counted = &said;
      origins[said.origin] = std::max(origins[said.origin], worth(said));
    }
    double none = 1;
    for (const auto& [origin, q] : origins) none *= 1 - q;
    event.q = by_item ? 1 - none : weakened(1 - none, items[0].key);
    event.at = best->at;
    event.ratio = best->ratio;
    if (place != kUnforeseen && stream(place).once) event.kind = Kind::kMilestone;
    if (place != kUnforeseen && !stream(place).occasions.empty()) {
      event.kind = Kind::kOccasion;
      event.at = occasion_of(place, items[0].at);
    }
    if (counted != nullptr && counted->q >= best->q / 2) {
      event.kind = Kind::kTotal;
      event.at = counted->at;
      event.until = counted->until;
      event.count = counted->count;
    }
    return event;
  }

  // --- One place per event ---

  [[nodiscard]] double parts_in_time(const Told& total) const {
    double inside = 0;
    const auto n = static_cast<double>(total.count);
    for (double i = 0; i < n; ++i) {
      // at + width·(2i + 1)/(2n), compared as whole numbers.
      const double at = 2 * n * total.at + (total.until - total.at) * (2 * i + 1);
      inside += at >= 0 && at <= 2 * n * end_;
    }
    return inside;
  }

  [[nodiscard]] double log_factor(double q, double a, double b, double phi) const {
    const double m = prior() * a + (1 - prior()) * b;
    return std::log((q * a + (1 - q) * m) / (q * b + (1 - q) * m)) / phi;
  }

  [[nodiscard]] double log_occasion(int j, double q, double c) const {
    const double p1 = stream(j).seen_if_true.value();
    const double p0 = stream(j).seen_if_false.value();
    const double m = prior() * p1 + (1 - prior()) * p0;
    const auto likelihood = [&](double p) {
      return q * p / m + (1 - q) * (1 - c * p) / (1 - c * m);
    };
    return std::log(likelihood(p1) / likelihood(p0));
  }

  [[nodiscard]] double size_of(const Told& event) const {
    if (event.place == kUnforeseen) return std::fabs(log_factor(event.q, event.ratio, 1, 1));
    if (event.kind == Kind::kOccasion) {
      const double c = coverage_of_occasion(event.place, event.at);
      return std::fabs(log_occasion(event.place, event.q, c) - log_occasion(event.place, 0, c));
    }
    double a = stream(event.place).if_true.per_day();
    double b = stream(event.place).if_false.per_day();
    for (int j = 0; j < streams(); ++j) {
      if (stream(j).of != event.place) continue;
      a -= stream(j).if_true.per_day();
      b -= stream(j).if_false.per_day();
    }
    const double one = std::fabs(log_factor(event.q, a, b, stream(event.place).dispersion));
    return event.kind == Kind::kTotal ? one * parts_in_time(event) : one;
  }

  void allocate() {
    std::map<std::string, std::map<int, std::vector<Told*>>> claims;  // by name and place
    for (Told& event : events_) {
      if (event.early || is_happening(event.place)) continue;
      if (event.kind == Kind::kTotal && parts_in_time(event) == 0) continue;
      std::set<std::string> names;
      for (const Said& said : event.items) names.insert(said.name());
      for (const std::string& name : names) claims[name][event.place].push_back(&event);
    }
    std::map<Told*, std::set<std::string>> lost;
    for (const auto& [name, places] : claims) {
      std::map<int, double> sizes;
      std::map<int, double> credibilities;
      for (const auto& [place, events] : places) {
        for (const Told* event : events) {
          std::vector<Said> alone;
          for (const Said& said : event->items) {
            if (said.name() == name) alone.push_back(said);
          }
          const Told claim = form(place, alone);
          sizes[place] += size_of(claim);
          credibilities[place] = claim.q;
        }
      }
      const auto largest = [&](const std::function<bool(int)>& may) {
        std::optional<int> best;
        for (const auto& [place, size] : sizes) {  // what bears first, then by id
          if (may(place) && (!best || size * (1 - 1e-12) > sizes[*best])) best = place;
        }
        return best;
      };
      int keeper = *largest([](int) { return true; });
      while (const auto next = largest([&](int place) { return narrower(place, keeper); })) {
        keeper = *next;
      }
      for (const auto& [place, events] : places) {
        if (place == keeper) continue;
        for (Told* event : events) {
          if (!narrower(keeper, place)) {
            lost[event].insert(name);
            continue;
          }
          double q = 0;
          for (const auto& [other, credibility] : credibilities) {
            const bool keeps = other == keeper || narrower(keeper, other);
            if (keeps && narrower(other, place)) q = std::max(q, credibility);
          }
          event->rest = 1 - std::min(1.0, q / event->q);
        }
      }
    }
    for (auto& one : lost) {
      const auto event = one.first;
      const auto& names = one.second;
      std::erase_if(event->items, [&](const Said& said) { return names.contains(said.name()); });
      if (event->items.empty()) continue;
      Told left = form(event->place, event->items);
      left.rest = event->rest;
      left.early = left.kind != Kind::kTotal && left.at < 0;
      *event = left;
    }
    std::erase_if(events_, [](const Told& event) { return event.items.empty(); });
  }

  void give_way_to_happening() {
    for (const Told& event : events_) {
      if (is_happening(event.place) && !event.early) happening_ = event;
    }
    std::erase_if(events_, [&](const Told& event) { return is_happening(event.place); });
    if (!happening_) return;
    std::set<std::string> names;
    for (const Said& said : happening_->items) names.insert(said.name());
    for (Told& event : events_) {
      const bool same = std::any_of(event.items.begin(), event.items.end(),
                                    [&](const Said& said) { return names.contains(said.name()); });
      if (same && !event.early) {
        event.rest = std::min(event.rest, 1 - std::min(1.0, s() / event.q));
      }
    }
  }

  [[nodiscard]] double s() const { return std::min(happening_->q, 1 - 1e-6); }

  [[nodiscard]] double with_happening(double rest) const {
    return happening_ ? std::log((std::exp(rest) + s()) / (1 - s())) : rest;
  }

  // --- Totals ---

  struct Part {
    double at;
    double q;
    double weight;
  };

  void share_totals() {
    std::map<int, std::vector<Part>> inside;  // what may lie in totals of a stream
    std::set<int> done;
    while (static_cast<int>(done.size()) < streams()) {
      for (int j = 0; j < streams(); ++j) {
        bool ready = !done.contains(j);
        for (int k = 0; k < streams(); ++k) ready &= stream(k).of != j || done.contains(k);
        if (!ready) continue;
        std::vector<Part> parts;
        for (int k = 0; k < streams(); ++k) {
          if (stream(k).of == j) {
            parts.insert(parts.end(), inside[k].begin(), inside[k].end());
          }
        }
        share_totals_of(j, parts);
        inside[j] = parts;
        done.insert(j);
      }
    }
  }

  void share_totals_of(int j, std::vector<Part>& inside) {
    std::vector<Told*> totals;
    for (Told& event : events_) {
      if (event.place != j) continue;
      if (event.kind == Kind::kTotal) totals.push_back(&event);
      if (event.kind == Kind::kSingle) inside.push_back({event.at, event.q, event.rest});
    }
    for (Told& look : looks_) {
      if (look.place == j) totals.push_back(&look);
    }
    std::sort(totals.begin(), totals.end(), [](const Told* a, const Told* b) {
      if (a->until - a->at != b->until - b->at) return a->until - a->at < b->until - b->at;
      if (a->q != b->q) return a->q > b->q;
      if (a->at != b->at) return a->at < b->at;
      return a->count > b->count;
    });
    for (std::size_t i = 0; i < totals.size(); ++i) {
      Told& total = *totals[i];
      if (total.count == 0) continue;
      auto left = static_cast<double>(total.count);
      for (const Told* other : totals) {
        const bool around = other->at <= total.at && other->until >= total.until;
        if (around && other->q > total.q && other->count > 0) {
          left = std::min(left, static_cast<double>(other->count));
        }
      }
      for (const Part& part : inside) {
        if (part.at >= total.at && part.at < total.until) {
          left -= part.weight * std::min(1.0, part.q / total.q);
        }
      }
      bool disagrees = left < -1e-9;
      // The density, stretch by stretch.
      std::set<double> edges = {total.at, total.until};
      for (std::size_t k = 0; k < i; ++k) {
        for (const double edge : {totals[k]->at, totals[k]->until}) {
          if (edge > total.at && edge < total.until) edges.insert(edge);
        }
      }
      struct Stretch {
        double from;
        double until;
        double density;
      };
      std::vector<Stretch> stretches;
      double mass = 0;
      for (auto edge = edges.begin(); std::next(edge) != edges.end(); ++edge) {
        Stretch stretch{*edge, *std::next(edge), 1};
        for (std::size_t k = 0; k < i; ++k) {
          if (totals[k]->at <= stretch.from && totals[k]->until >= stretch.until) {
            stretch.density = std::min(stretch.density, 1 - std::min(1.0, totals[k]->q / total.q));
          }
        }
        mass += stretch.density * (stretch.until - stretch.from);
        stretches.push_back(stretch);
      }
      if (left > 1e-9) {
        disagrees |= !(mass > 0);
        const double k = std::ceil(left - 1e-9);
        total.share = left / k;
        for (double n = 0; n < k && mass > 0; ++n) {
          double along = mass * (2 * n + 1) / (2 * k);
          for (const Stretch& stretch : stretches) {
            const double here = stretch.density * (stretch.until - stretch.from);
            if (along <= here + 1e-7 * kDay / 1e3) {
              total.all_parts.push_back(whole(stretch.from + along / stretch.density));
              break;
            }
            along -= here;
          }
        }
      }
      for (const double at : total.all_parts) {
        if (at >= 0 && at <= end_) total.parts.push_back(at);
      }
      if (disagrees && !total.early) disagreeing_.insert(first_item(total));
      // Into the totals that are taken after it.
      for (const double at : total.all_parts) {
        inside.push_back({at, total.q, total.rest * total.share});
      }
    }
  }

  /// Parts often fall on the edges of other totals, which are whole seconds.
  static double whole(double at) {
    return std::fabs(at - std::round(at)) < 1e-6 ? std::round(at) : at;
  }
  static ItemId first_item(const Told& event) {
    ItemId first = event.items[0].item;
    for (const Said& said : event.items) first = std::min(first, said.item);
    return first;
  }

  // --- What each event is worth ---

  void weigh() {
    for (Told& event : events_) {
      if (event.early) continue;
      if (event.kind != Kind::kTotal) event.parts = {event.at};
      if (event.kind == Kind::kOccasion) {
        const double c = coverage_of_occasion(event.place, event.at);
        const double seen = log_occasion(event.place, event.q, c);
        event.unseen = log_occasion(event.place, 0, c);
        event.each = event.unseen + event.rest * (seen - event.unseen);
      } else if (event.place == kUnforeseen) {
        event.each = event.rest * log_factor(event.q, event.ratio, 1, 1);
      } else {
        double a = stream(event.place).if_true.per_day();
        double b = stream(event.place).if_false.per_day();
        for (int k = 0; k < streams(); ++k) {
          if (stream(k).of != event.place) continue;
          const double told = told_as(event, k);
          a -= told * stream(k).if_true.per_day();
          b -= told * stream(k).if_false.per_day();
        }
        event.each =
            event.rest * event.share * log_factor(event.q, a, b, stream(event.place).dispersion);
      }
    }
    for (int j = 0; j < streams(); ++j) {
      for (const Instant occasion : stream(j).occasions) {
        const double at = seconds(occasion);
        if (at < 0 || at > end_) continue;
        const bool seen = std::any_of(events_.begin(), events_.end(), [&](const Told& event) {
          return event.place == j && event.at == at;
        });
        if (!seen) unseen_.push_back({j, at, log_occasion(j, 0, coverage_of_occasion(j, at))});
      }
    }
  }

  /// The share ρ of a wider kind's event that is told as the part k.
  [[nodiscard]] double told_as(const Told& event, int k) const {
    const auto at_instant = [&](double at) {
      const double wide = coverage(event.place, at);
      const double part = coverage(k, at);
      return part == 0 ? 0.0 : part >= wide ? 1.0 : part / wide;
    };
    if (event.kind != Kind::kTotal) return at_instant(event.at);
    const double from = std::max(event.at, 0.0);
    const double until = std::min(event.until, end_);
    std::set<double> edges = {from, until};
    for (const int j : {event.place, k}) {
      for (const double edge : edges_of(j)) {
        if (edge > from && edge < until) edges.insert(edge);
      }
    }
    if (!(until > from)) return at_instant(from);
    double sum = 0;
    for (auto edge = edges.begin(); std::next(edge) != edges.end(); ++edge) {
      const double next = *std::next(edge);
      sum += at_instant((*edge + next) / 2) * (next - *edge);
    }
    return sum / (until - from);
  }

  // --- Coverage, instant by instant ---

  [[nodiscard]] double value(const Steps& steps, double at) const {
    double value = steps[0].value;
    for (const Step& step : steps) {
      if (seconds(step.from) <= at) value = step.value;
    }
    return value;
  }

  [[nodiscard]] double coverage_of_occasion(int j, double at) const {
    double c = known_ >= at + stream(j).lag.count() * kDay ? value(stream(j).coverage, at) : 0;
    for (const Told& look : looks_) {
      if (look.place == j && at >= look.at && at < look.until) c = std::max(c, look.q);
    }
    return c;
  }

  /// Without seasons, with lag, totals, and what deafens a milestone.
  [[nodiscard]] double coverage(int j, double at) const {
    const Stream& watched = stream(j);
    const double age = known_ - at;
    const double lag = watched.lag.count() * kDay;
    double in = 0;
    if (age >= 0) in = lag == 0 ? 1 : std::min(1.0, std::floor(4 * age / lag) / 4);
    double c = value(watched.coverage, at) * in;
    for (const auto* all : {&events_, &looks_}) {
      for (const Told& total : *all) {
        const bool is_total = total.kind == Kind::kTotal || total.kind == Kind::kNone;
        if (total.place == j && is_total && at >= total.at && at < total.until) {
          c = std::max(c, total.q);
        }
      }
    }
    for (const Told& event : events_) {
      if (event.place != j || event.kind != Kind::kMilestone) continue;
      std::map<std::string, double> origins;
      for (const Said& said : event.items) {
        if (said.at > at) continue;
        double& best = origins[said.origin];
        best = std::max(best, weakened(said.q, said.key));
      }
      for (const auto& [origin, q] : origins) c *= 1 - q;
    }
    return c;
  }

  /// Where its coverage or season may change.
  [[nodiscard]] std::vector<double> edges_of(int j) const {
    std::vector<double> edges;
    for (const Step& step : stream(j).coverage) edges.push_back(seconds(step.from));
    for (const Step& step : stream(j).season) edges.push_back(seconds(step.from));
    for (int quarter = 0; quarter <= 4; ++quarter) {
      edges.push_back(known_ - stream(j).lag.count() * kDay * quarter / 4);
    }
    for (const auto* all : {&events_, &looks_}) {
      for (const Told& event : *all) {
        if (event.place != j) continue;
        edges.push_back(event.at);
        edges.push_back(event.until);
        for (const Said& said : event.items) edges.push_back(said.at);
      }
    }
    return edges;
  }

  [[nodiscard]] double drain(int j, double at) const {
    const Stream& watched = stream(j);
    if (!watched.occasions.empty()) return 0;
    const double c = coverage(j, at);
    double difference = c * (watched.if_true.per_day() - watched.if_false.per_day());
    for (int k = 0; k < streams(); ++k) {
      if (stream(k).of == j) {
        difference -= std::min(c, coverage(k, at)) *
                      (stream(k).if_true.per_day() - stream(k).if_false.per_day());
      }
    }
    return difference * value(watched.season, at) / watched.dispersion;
  }

  // --- Small steps ---

  [[nodiscard]] std::set<double> edges(double until) const {
    std::set<double> edges = {0.0, until, unfaded_from_};
    for (int j = 0; j < streams(); ++j) {
      for (const double edge : edges_of(j)) edges.insert(edge);
    }
    for (const Told& event : events_) edges.insert(event.parts.begin(), event.parts.end());
    for (const Unseen& unseen : unseen_) edges.insert(unseen.at);
    std::erase_if(edges, [&](double at) { return at < 0 || at > until; });
    return edges;
  }

  /// x, the judgement, the silence of each stream and what is left of each event, at `until`;
  /// without one event if given, and then only x.
  [[nodiscard]] std::vector<double> run(const Told* struck, double until) const {
    const auto number = static_cast<std::size_t>(streams());
    const bool account = struck == nullptr;
    std::vector<double> y(account ? 2 + number + events_.size() : 1, 0.0);
    y[0] = logit(prior()) - base();
    if (account) y[1] = y[0];
    double now = 0;
    for (const double edge : edges(until)) {
      if (edge > now) {
        std::vector<double> drains;
        drains.reserve(number);
        for (int j = 0; j < streams(); ++j) drains.push_back(drain(j, (now + edge) / 2));
        const double tau = now >= unfaded_from_ ? kEver : question_.persistence.count();
        pass(y, drains, tau, (edge - now) / kDay);
      }
      now = edge;
      for (std::size_t i = 0; i < events_.size(); ++i) {
        for (const double at : events_[i].parts) {
          if (at != edge) continue;
          const double step = &events_[i] == struck ? events_[i].unseen : events_[i].each;
          y[0] += step;
          if (account) y[2 + number + i] += step;
        }
      }
      for (const Unseen& unseen : unseen_) {
        if (unseen.at != edge) continue;
        y[0] += unseen.step;
        if (account) y[2 + static_cast<std::size_t>(unseen.place)] += unseen.step;
      }
    }
    return y;
  }

  void pass(std::vector<double>& y, const std::vector<double>& drains, double tau,
            double length) const {
    const double pi = question_.base_rate.value();
    double net = 0;
    for (const double drain : drains) net += drain;
    const auto slope = [&](const std::vector<double>& at) {
      const double x = at[0];
      const double pull =
          std::isinf(tau) ? 0 : (pi * std::expm1(x) - (1 - pi) * std::expm1(-x)) / tau;
      const double rate = std::isinf(tau) ? 0 : x == 0 ? 1 / tau : pull / x;
      std::vector<double> d(at.size());
      for (std::size_t i = 0; i < at.size(); ++i) d[i] = -rate * at[i];
      d[0] = -pull - net;
      for (std::size_t j = 0; j < drains.size() && at.size() > 1; ++j) d[2 + j] -= drains[j];
      return d;
    };
    for (double done = 0; done < length;) {
      const double x = y[0];
      const double speed =
          std::fabs(net) + 1e-3 +
          (std::isinf(tau) ? 0 : (pi * std::exp(x) + (1 - pi) * std::exp(-x)) / tau);
      const double step = std::min({length - done, 0.04 / speed, 5.0});
      const auto ahead = [&](const std::vector<double>& d, double by) {
        std::vector<double> z = y;
        for (std::size_t i = 0; i < z.size(); ++i) z[i] += by * d[i];
        return z;
      };
      const auto k1 = slope(y);
      const auto k2 = slope(ahead(k1, step / 2));
      const auto k3 = slope(ahead(k2, step / 2));
      const auto k4 = slope(ahead(k3, step));
      for (std::size_t i = 0; i < y.size(); ++i) {
        y[i] += step / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
      }
      done += step;
      if (length - done < 1e-12 * length) break;
    }
  }

  static SlowEntry entry_of(const Told& event) {
    SlowEntry entry;
    entry.stream = event.place;
    for (const Said& said : event.items) entry.items.push_back(said.item);
    std::sort(entry.items.begin(), entry.items.end());
    entry.credibility = event.q;
    return entry;
  }

  struct Unseen {  // a set time
    int place;
    double at;
    double step;
  };

  const Question& question_;
  double known_ = 0;
  double end_ = 0;
  double unfaded_from_ = kEver;
  std::vector<Denied> denials_;
  std::map<int, std::vector<Said>> said_;  // by place
  std::vector<Told> events_;
  std::vector<Told> looks_;  // that saw none
  std::optional<Told> happening_;
  std::vector<Unseen> unseen_;
  std::set<ItemId> disagreeing_;
};

}  // namespace

SlowAnswer slow_answer(const Question& question, const Moment& moment) {
  return Slow(question, moment).answer();
}

double slow_unfaded(const Question& question, const Moment& moment, Instant since) {
  return Slow(question, moment).closing_unfaded(since);
}

}  // namespace signpost::belief
