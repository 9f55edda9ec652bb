#include "tests/property/slow_oracle.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>

namespace signpost::belief {
namespace {

// Times are days since the opening.

struct Said {
  int place;  // stream, or kUnforeseen
  ItemId item;
  double at;
  double until;
  long count;  // −1: no count
  double q;
  std::string origin;
  std::string event;
  double ratio;
};

struct Happening {
  int place = kUnforeseen;
  std::string name;
  std::vector<Said> told;
  double q = 0;
  double at = 0;
  double until = 0;
  long count = -1;
  double ratio = 1;
  double each = 0;            // ln of the factor of one of its events
  std::vector<double> parts;  // when they are
};

using Spans = std::vector<std::pair<double, double>>;

Spans cut(const Spans& spans, double from, double until) {
  Spans left;
  for (const auto& [a, b] : spans) {
    if (std::min(b, from) > a) left.push_back({a, std::min(b, from)});
    if (b > std::max(a, until)) left.push_back({std::max(a, until), b});
  }
  return left;
}

class Slow {
 public:
  Slow(const Question& question, const Moment& moment) : question_(question) {
    end_ = at_ = days(moment.as_of);
    known_ = days(moment.known_at);
    if (question.horizon) end_ = std::min(end_, horizon_ = days(*question.horizon));
    sort_out();
    share_totals();
  }

  double closing_unfaded(Instant since) {
    if (at_ < 0) return logit(question_.prior.value());
    unfaded_from_ = days(since);
    return logit(question_.base_rate.value()) + run(nullptr)[0];
  }

  SlowAnswer answer() {
    SlowAnswer answer;
    const double base = logit(question_.base_rate.value());
    if (at_ < 0) {
      answer.closing = logit(question_.prior.value());
      answer.judgement = answer.closing - base;
      answer.silence.assign(question_.streams.size(), 0.0);
      return answer;
    }
    std::vector<double> accounts = run(nullptr);
    answer.closing = base + accounts[0];
    answer.judgement = accounts[1];
    const std::size_t first = 2 + question_.streams.size();
    answer.silence.assign(accounts.begin() + 2, accounts.begin() + static_cast<long>(first));
    for (std::size_t i = 0; i < counted_.size(); ++i) {
      const Happening& event = counted_[i];
      if (event.parts.empty()) continue;
      SlowEntry entry;
      entry.stream = event.place;
      for (const Said& said : event.told) entry.items.push_back(said.item);
      std::sort(entry.items.begin(), entry.items.end());
      entry.credibility = event.q;
      entry.arrived = event.each * static_cast<double>(event.parts.size());
      entry.today = accounts[first + i];
      entry.closing_without = base + run(&event)[0];
      answer.entries.push_back(entry);
    }
    return answer;
  }

 private:
  [[nodiscard]] double days(Instant instant) const {
    return static_cast<double>((instant - question_.opened).count()) / 86400;
  }
  static double logit(double p) { return std::log(p / (1 - p)); }

  [[nodiscard]] const Stream& stream(int j) const {
    return question_.streams[static_cast<std::size_t>(j)];
  }
  [[nodiscard]] bool once(int place) const { return place != kUnforeseen && stream(place).once; }

  // --- Which events count ---

  void sort_out() {
    std::vector<Happening> all;
    const auto take = [&](int place, const std::vector<Testimony>& items) {
      std::map<std::string, std::vector<Said>> groups;
      for (const Testimony& item : items) {
        const std::string own = "#" + std::to_string(item.item);
        Said said{place,
                  item.item,
                  days(item.occurred),
                  0,
                  -1,
                  item.credibility,
                  item.origin == kOwn ? own : "o" + std::to_string(item.origin),
                  item.event == kOwn ? own : "e" + std::to_string(item.event),
                  item.ratio};
        if (said.at > at_ || !item.judged) continue;
        if (item.total && (item.total->count == 0 || (place != kUnforeseen && !once(place)))) {
          said.until = days(item.total->until);
          said.count = item.total->count;
        }
        if (said.count == 0) {
          looks_.push_back(form(place, own, {said}));
        } else {
          groups[once(place) ? "once" : said.event].push_back(said);
        }
      }
      for (const auto& [name, told] : groups) all.push_back(form(place, name, told));
    };
    take(kUnforeseen, question_.bearing);
    for (int j = 0; j < static_cast<int>(question_.streams.size()); ++j) take(j, stream(j).said);

    std::vector<Happening> standing;
    for (const Happening& event : all) (in_time(event) ? standing : out_of_time_).push_back(event);

    // Each key, and each item without one, at one place only.
    std::set<std::string> names;
    for (const Happening& event : standing) {
      for (const Said& said : event.told) names.insert(said.event);
    }
    for (const std::string& name : names) {
      int best = kUnforeseen - 1;
      double most = -1;
      for (const Happening& event : standing) {  // bears first, then in the order of the streams
        std::vector<Said> alone;
        for (const Said& said : event.told) {
          if (said.event == name) alone.push_back(said);
        }
        if (alone.empty()) continue;
        const Happening claim = form(event.place, name, alone);
        const double size =
            std::fabs(claim.each) * static_cast<double>(claim.count > 0 ? claim.count : 1);
        if (size > most * (1 + 1e-12)) {
          most = size;
          best = event.place;
        }
      }
      for (Happening& event : standing) {
        if (event.place == best) continue;
        std::erase_if(event.told, [&](const Said& said) { return said.event == name; });
      }
    }
    for (const Happening& event : standing) {
      if (event.told.empty()) continue;
      const Happening rest = form(event.place, event.name, event.told);
      (in_time(rest) ? counted_ : out_of_time_).push_back(rest);
    }
    for (const Happening& look : looks_) (in_time(look) ? counted_ : out_of_time_).push_back(look);
  }

  [[nodiscard]] Happening form(int place, const std::string& name,
                               const std::vector<Said>& told) const {
    Happening event;
    event.place = place;
    event.name = name;
    event.told = told;
    const Said* best = &told[0];
    for (const Said& said : told) {
      const long count = said.count < 0 ? 1 : said.count;
      const long best_count = best->count < 0 ? 1 : best->count;
      if (said.q > best->q || (said.q == best->q && said.at < best->at) ||
          (said.q == best->q && said.at == best->at && count > best_count)) {
        best = &said;
      }
    }
    std::map<std::string, double> origins;
    for (const Said& said : told) {
      origins[said.origin] = std::max(origins[said.origin], said.q);
    }
    double none = 1;
    for (const auto& [origin, q] : origins) none *= 1 - q;
    event.q = 1 - none;
    event.at = best->at;
    if (best->count < 0) {
      for (const Said& said : told) {
        if (said.origin == best->origin) event.at = std::min(event.at, said.at);
      }
    } else {
      event.until = best->until;
      event.count = best->count;
    }
    event.ratio = best->ratio;
    double a = event.ratio;
    double b = 1;
    double phi = 1;
    if (place != kUnforeseen) {
      a = stream(place).if_true.per_day();
      b = stream(place).if_false.per_day();
      phi = stream(place).dispersion;
    }
    const double p = question_.prior.value();
    const double m = p * a + (1 - p) * b;
    event.each =
        std::log((event.q * a + (1 - event.q) * m) / (event.q * b + (1 - event.q) * m)) / phi;
    return event;
  }

  [[nodiscard]] bool in_time(const Happening& event) const {
    if (event.count < 0) return event.at >= 0 && event.at <= horizon_;
    return event.until > 0 && event.at < horizon_;
  }

  void share_totals() {
    for (int j = 0; j < static_cast<int>(question_.streams.size()); ++j) {
      std::vector<Happening*> totals;
      std::vector<double> placed;
      for (auto* events : {&counted_, &out_of_time_}) {
        for (Happening& event : *events) {
          if (event.place != j) continue;
          if (event.count < 0) {
            placed.push_back(event.at);
          } else {
            totals.push_back(&event);
          }
        }
      }
      std::sort(totals.begin(), totals.end(), [](const Happening* a, const Happening* b) {
        const double width_a = std::round((a->until - a->at) * 86400);
        const double width_b = std::round((b->until - b->at) * 86400);
        if (width_a != width_b) return width_a < width_b;
        if (a->at != b->at) return a->at < b->at;
        if (a->count != b->count) return a->count > b->count;
        return a->q > b->q;
      });
      for (std::size_t i = 0; i < totals.size(); ++i) {
        Happening& total = *totals[i];
        Spans free = {{total.at, total.until}};
        for (std::size_t k = 0; k < i; ++k) free = cut(free, totals[k]->at, totals[k]->until);
        long left = total.count;
        for (const double at : placed) left -= at >= total.at - 1e-9 && at <= total.until + 1e-9;
        double length = 0;
        for (const auto& [a, b] : free) length += b - a;
        std::vector<double> parts;
        for (long n = 0; n < left && length > 0; ++n) {
          double along = length * (static_cast<double>(n) + 0.5) / static_cast<double>(left);
          for (const auto& [a, b] : free) {
            if (along <= b - a + 1e-9) {
              parts.push_back(a + along);
              break;
            }
            along -= b - a;
          }
        }
        for (const double at : parts) {
          placed.push_back(at);
          if (at >= 0 && at <= end_) total.parts.push_back(at);
        }
      }
      watchers_.push_back(totals);
    }
    for (Happening& event : counted_) {
      if (event.count < 0) event.parts = {event.at};
    }
  }

  // --- What is heard, instant by instant ---

  [[nodiscard]] double heard_until(int j) const {
    double latest = known_ - stream(j).lag.count();
    for (const Happening& event : counted_) {
      if (event.place == j) latest = std::max(latest, event.count < 0 ? event.at : event.until);
    }
    return std::min(latest, end_);
  }

  [[nodiscard]] double value(const Steps& steps, double at) const {
    double value = steps[0].value;
    for (const Step& step : steps) {
      if (days(step.from) <= at) value = step.value;
    }
    return value;
  }

  [[nodiscard]] double drain(int j, double at) const {
    const Stream& heard = stream(j);
    if (at > heard_until(j)) return 0;
    double level = value(heard.coverage, at);
    for (const Happening* total : watchers_[static_cast<std::size_t>(j)]) {
      if (at > total->at && at < total->until) {
        level = total->q;
        break;
      }
    }
    level *= value(heard.season, at);
    for (const Happening& event : counted_) {
      if (heard.once && event.place == j && event.count < 0 && at > event.at) level *= 1 - event.q;
    }
    return level * (heard.if_true.per_day() - heard.if_false.per_day()) / heard.dispersion;
  }

  [[nodiscard]] std::set<double> edges() const {
    std::set<double> edges = {0.0, end_, unfaded_from_};
    for (int j = 0; j < static_cast<int>(question_.streams.size()); ++j) {
      for (const Step& step : stream(j).coverage) edges.insert(days(step.from));
      for (const Step& step : stream(j).season) edges.insert(days(step.from));
      edges.insert(heard_until(j));
      for (const Happening* total : watchers_[static_cast<std::size_t>(j)]) {
        edges.insert(total->at);
        edges.insert(total->until);
      }
    }
    for (const Happening& event : counted_) {
      for (const double at : event.parts) edges.insert(at);
    }
    std::erase_if(edges, [&](double at) { return at < 0 || at > end_; });
    return edges;
  }

  // --- Small steps ---

  /// x, the judgement, the silence of each stream and what is left of each event, at the end;
  /// without one event if given, and then only x.
  [[nodiscard]] std::vector<double> run(const Happening* struck) const {
    const std::size_t streams = question_.streams.size();
    std::vector<double> y(struck == nullptr ? 2 + streams + counted_.size() : 1, 0.0);
    y[0] = logit(question_.prior.value()) - logit(question_.base_rate.value());
    if (struck == nullptr) y[1] = y[0];
    const std::set<double> all = edges();
    double now = 0;
    for (const double edge : all) {
      if (edge > now) {
        std::vector<double> drains;
        for (std::size_t j = 0; j < streams; ++j) {
          drains.push_back(drain(static_cast<int>(j), (now + edge) / 2));
        }
        const double tau = now >= unfaded_from_ ? std::numeric_limits<double>::infinity()
                                                : question_.persistence.count();
        pass(y, drains, tau, edge - now);
      }
      now = edge;
      for (std::size_t i = 0; i < counted_.size(); ++i) {
        if (&counted_[i] == struck) continue;
        for (const double at : counted_[i].parts) {
          if (at != edge) continue;
          y[0] += counted_[i].each;
          if (struck == nullptr) y[2 + streams + i] += counted_[i].each;
        }
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

  const Question& question_;
  double at_ = 0;
  double known_ = 0;
  double horizon_ = std::numeric_limits<double>::infinity();
  double end_ = 0;
  double unfaded_from_ = std::numeric_limits<double>::infinity();
  std::vector<Happening> counted_;
  std::vector<Happening> out_of_time_;
  std::vector<Happening> looks_;
  std::vector<std::vector<Happening*>> watchers_;  // per stream, the narrowest first
};

}  // namespace

SlowAnswer slow_answer(const Question& question, const Moment& moment) {
  return Slow(question, moment).answer();
}

double slow_unfaded(const Question& question, const Moment& moment, Instant since) {
  return Slow(question, moment).closing_unfaded(since);
}

}  // namespace signpost::belief
