// A curve is known at whole seconds only, and a call of it costs as much as hundreds of its nodes.
// So the time between two breaks is a piece; each piece is integrated by the Gauss–Kronrod rule with
// 15 nodes, these rounded to whole seconds and the weights worked out anew for them as they are: the
// rule is applied to the polynomial through the nodes, which keeps it exact for degree 14. The nodes
// of all pieces of one level go into one call. A piece is done when the rule of 15 agrees with the
// Gauss rule on 7 of its nodes, and its first and last second lie where the polynomial would have
// them, beyond the outermost nodes (else a jump there would hide). What is not done is cut into
// equal parts for the next level. A jump that nobody told keeps a piece from being done until it is
// short; then every second of it is asked, the jump seen, and each side integrated up to it by
// polynomials through its own seconds only. What lies between two breaks that are close is so
// integrated from the start.
#include "engine/score/quadrature.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <utility>

#include "engine/score/scoring_rules.h"
#include "engine/score/sum.h"

namespace signpost::score {
namespace {

using Seconds = std::int64_t;

constexpr std::size_t kNodes = 15;
constexpr std::size_t kGaussNodes = 7;  // every other one of them,
constexpr std::size_t kFirstGauss = 1;  // from this one on

// On [−1, 1], in the order of time. Source: Piessens et al., QUADPACK (1983), qk15.
constexpr std::array<double, kNodes> kPlaces = {
    -0.991455371120812639206854697526329, -0.949107912342758524526189684047851,
    -0.864864423359769072789712788640926, -0.741531185599394439863864773280788,
    -0.586087235467691130294144838258730, -0.405845151377397166906606412076961,
    -0.207784955007898467600689403773245, 0.0,
    0.207784955007898467600689403773245,  0.405845151377397166906606412076961,
    0.586087235467691130294144838258730,  0.741531185599394439863864773280788,
    0.864864423359769072789712788640926,  0.949107912342758524526189684047851,
    0.991455371120812639206854697526329};
constexpr std::array<double, kNodes> kWeights = {
    0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
    0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
    0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
    0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
    0.204432940075298892414161999234649, 0.190350578064785409913256402421014,
    0.169004726639267902826583426598550, 0.140653259715525918745189590510238,
    0.104790010322250183839876322541518, 0.063092092629978553290700663189204,
    0.022935322010529224963732008058970};
constexpr std::array<double, kGaussNodes> kGaussWeights = {
    0.129484966168869693270611432679082, 0.279705391489276667901467771423780,
    0.381830050505118944950369775488975, 0.417959183673469387755102040816327,
    0.381830050505118944950369775488975, 0.279705391489276667901467771423780,
    0.129484966168869693270611432679082};

// Below this many seconds every one is asked. Above it the rounded nodes are distinct.
constexpr Seconds kFew = 64;
constexpr Seconds kMargin = 7;       // seconds asked beyond a short piece, for the polynomials
constexpr std::size_t kThrough = 8;  // seconds that a polynomial goes through
constexpr double kRounding = 1e-14;  // of differences of probabilities
constexpr std::size_t kCrowd = 4;    // seconds of which nothing smooth can be drawn out, less one
// How far the two rules may be apart, as a share of the piece's time and of an equal share of the
// whole's. The rule that counts is far better than the other one.
constexpr double kTolerance = 2e-11;
constexpr double kShares = 128;
// A curve that is nowhere smooth is integrated as well as this many pieces a level can.
constexpr std::size_t kMostPieces = 4096;

/// [from, until), with no told break inside.
struct Piece {
  Seconds from;
  Seconds until;
  std::size_t stretch;

  [[nodiscard]] Seconds length() const { return until - from; }
};

/// What is integrated: Brier and log for no, then for yes.
constexpr std::size_t kIntegrands = 4;
using Values = std::array<double, kIntegrands>;

/// Σ weights·ℓ(x), ℓ the Lagrange polynomials of `nodes`, as weights of the nodes' values.
/// Source  Berrut & Trefethen, Barycentric Lagrange interpolation (2004).
template <std::size_t N>
class Interpolation {
 public:
  explicit Interpolation(const std::array<double, N>& nodes) : nodes_(nodes) {
    factors_.fill(1);
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const double apart = nodes[i] - nodes[j];
        factors_[i] *= apart;
        factors_[j] *= -apart;
      }
    }
    for (double& factor : factors_) factor = 1 / factor;
  }

  /// Adds `weight` times each node's part in the value at x.
  void add(double x, double weight, std::array<double, N>& weights) const {
    std::array<double, N> parts;
    double sum = 0;
    for (std::size_t j = 0; j < N; ++j) {
      const double apart = x - nodes_[j];
      if (apart == 0) {
        weights[j] += weight;
        return;
      }
      parts[j] = factors_[j] / apart;
      sum += parts[j];
    }
    for (std::size_t j = 0; j < N; ++j) weights[j] += weight * parts[j] / sum;
  }

 private:
  std::array<double, N> nodes_;
  std::array<double, N> factors_;
};

/// The rounded nodes of a piece, ascending strictly.
std::array<Seconds, kNodes> nodes_of(const Piece& piece) {
  std::array<Seconds, kNodes> nodes;
  const double half = static_cast<double>(piece.length()) / 2;
  for (std::size_t i = 0; i < kNodes; ++i) {
    const auto after = static_cast<Seconds>(std::llround(half * (1 + kPlaces[i])));
    nodes[i] = piece.from + std::clamp<Seconds>(after, 0, piece.length() - 1);
  }
  for (std::size_t i = kNodes - 1; i > 0; --i) nodes[i - 1] = std::min(nodes[i - 1], nodes[i] - 1);
  return nodes;
}

/// The integral over one second, [place, place + 1], of the polynomial through n seconds from 0 on,
/// as weights of their values; n <= kThrough. The Gauss rule of four is exact for it.
std::array<double, kThrough> weights_of_second(std::size_t n, std::size_t place) {
  constexpr std::array<std::pair<double, double>, 4> kGauss = {
      {{0.069431844202973712, 0.17392742256872693},
       {0.33000947820757187, 0.32607257743127307},
       {0.66999052179242813, 0.32607257743127307},
       {0.93056815579702629, 0.17392742256872693}}};
  std::array<double, kThrough> weights{};
  for (const auto& [x, weight] : kGauss) {
    for (std::size_t j = 0; j < n; ++j) {
      double part = weight;
      for (std::size_t k = 0; k < n; ++k) {
        if (k == j) continue;
        part *= (static_cast<double>(place) + x - static_cast<double>(k)) /
                (static_cast<double>(j) - static_cast<double>(k));
      }
      weights[j] += part;
    }
  }
  return weights;
}

/// weights_of_second for each n and place, worked out once.
const std::array<double, kThrough>& known_weights(std::size_t n, std::size_t place) {
  using Table = std::array<std::array<std::array<double, kThrough>, kThrough>, kThrough + 1>;
  static const Table kTable = [] {
    Table table{};
    for (std::size_t of = 1; of <= kThrough; ++of) {
      for (std::size_t at = 0; at < of; ++at) table[of][at] = weights_of_second(of, at);
    }
    return table;
  }();
  return kTable[n][place];
}

class Quadrature {
 public:
  Quadrature(const Curve& curve, std::span<const Instant> edges, Outcomes outcomes)
      : curve_(curve), outcomes_(outcomes), totals_(edges.size() - 1) {
    assert(edges.size() >= 2 && edges.front() < edges.back());
    first_ = seconds_of(edges.front());
    last_ = seconds_of(edges.back());
    whole_ = static_cast<double>(last_ - first_);
    std::vector<Seconds> told;
    told.reserve(curve.breaks.size());
    for (const Instant at : curve.breaks) {
      if (edges.front() < at && at < edges.back()) told.push_back(seconds_of(at));
    }
    std::sort(told.begin(), told.end());
    told.erase(std::unique(told.begin(), told.end()), told.end());
    auto next = told.begin();
    for (std::size_t s = 0; s + 1 < edges.size(); ++s) {
      Seconds from = seconds_of(edges[s]);
      const Seconds until = seconds_of(edges[s + 1]);
      for (; next != told.end() && *next < until; ++next) {
        if (*next > from) pieces_.push_back({from, *next, s});
        from = *next;
      }
      pieces_.push_back({from, until, s});
    }
  }

  CurveIntegrals run(std::optional<Instant> spot) {
    while (!pieces_.empty()) {
      wanted_.clear();
      for (const Piece& piece : pieces_) want(piece);
      const bool with_spot = spot && !result_.spot;
      if (with_spot) wanted_.push_back(seconds_of(*spot));
      ask();
      if (with_spot) result_.spot = probabilities_[place_of(wanted_.back())];
      std::vector<std::pair<Piece, double>> failing;
      at_ = 0;
      for (const Piece& piece : pieces_) integrate(piece, failing);
      cut(failing);
    }
    for (const auto& total : totals_) {
      Integrals& of = result_.stretches.emplace_back();
      of.brier = {total[0].value(), total[2].value()};
      of.log_probability = {total[1].value(), total[3].value()};
    }
    return std::move(result_);
  }

 private:
  static Seconds seconds_of(Instant at) { return at.time_since_epoch().count(); }

  [[nodiscard]] std::pair<Seconds, Seconds> window(const Piece& piece) const {
    return {std::max(first_, piece.from - kMargin), std::min(last_, piece.until + kMargin)};
  }

  void want(const Piece& piece) {
    if (piece.length() <= kFew) {
      const auto [from, until] = window(piece);
      for (Seconds at = from; at < until; ++at) wanted_.push_back(at);
      return;
    }
    const std::array<Seconds, kNodes> nodes = nodes_of(piece);
    if (nodes.front() != piece.from) wanted_.push_back(piece.from);
    wanted_.insert(wanted_.end(), nodes.begin(), nodes.end());
    if (nodes.back() != piece.until - 1) wanted_.push_back(piece.until - 1);
  }

  /// One call for all that is wanted, and what each answer earns.
  void ask() {
    seconds_ = wanted_;
    // In order but for the spot and for where short pieces overlap.
    if (!std::is_sorted(seconds_.begin(), seconds_.end())) {
      std::sort(seconds_.begin(), seconds_.end());
    }
    seconds_.erase(std::unique(seconds_.begin(), seconds_.end()), seconds_.end());
    std::vector<Instant> instants;
    instants.reserve(seconds_.size());
    for (const Seconds at : seconds_) instants.emplace_back(std::chrono::seconds(at));
    probabilities_ = asked(curve_, instants);
    ++result_.calls;
    result_.nodes += instants.size();
    earned_.resize(instants.size());
    std::transform(probabilities_.begin(), probabilities_.end(), earned_.begin(),
                   [&](Probability p) { return earned(p); });
  }

  [[nodiscard]] Values earned(Probability p) const {
    Values values{};
    if (outcomes_ != Outcomes::kYes) values = {brier(p, false), log_probability(p, false), 0, 0};
    if (outcomes_ != Outcomes::kNo) {
      values[2] = brier(p, true);
      values[3] = log_probability(p, true);
    }
    return values;
  }

  /// Pieces come in order, and so do their nodes: the next one is mostly the one wanted.
  std::size_t place_of(Seconds second) {
    if (at_ >= seconds_.size() || seconds_[at_] != second) {
      at_ = static_cast<std::size_t>(std::lower_bound(seconds_.begin(), seconds_.end(), second) -
                                     seconds_.begin());
    }
    return at_++;
  }

  void integrate(const Piece& piece, std::vector<std::pair<Piece, double>>& failing) {
    if (piece.length() <= kFew) {
      by_seconds(piece);
      return;
    }
    const std::array<Seconds, kNodes> nodes = nodes_of(piece);
    const double half = static_cast<double>(piece.length()) / 2;
    // Counted from the piece's middle, in halves of it.
    const auto place = [&](Seconds second) {
      return static_cast<double>(second - piece.from) / half - 1;
    };
    std::array<double, kNodes> x;
    std::transform(nodes.begin(), nodes.end(), x.begin(), place);
    std::array<double, kGaussNodes> gauss_x;
    for (std::size_t i = 0; i < kGaussNodes; ++i) gauss_x[i] = x[2 * i + kFirstGauss];

    std::array<double, kNodes> weights{};
    std::array<double, kNodes> at_first{};
    std::array<double, kNodes> at_last{};
    const Interpolation<kNodes> through_all(x);
    for (std::size_t i = 0; i < kNodes; ++i) through_all.add(kPlaces[i], kWeights[i], weights);
    through_all.add(place(piece.from), 1, at_first);
    through_all.add(place(piece.until - 1), 1, at_last);
    std::array<double, kGaussNodes> gauss_weights{};
    const Interpolation<kGaussNodes> through_gauss(gauss_x);
    for (std::size_t i = 0; i < kGaussNodes; ++i) {
      through_gauss.add(kPlaces[2 * i + kFirstGauss], kGaussWeights[i], gauss_weights);
    }

    Values sum{};
    Values gauss{};
    const Values& first = earned_[place_of(piece.from)];
    Values off_first = first;
    if (nodes.front() == piece.from) --at_;
    Values off_last{};
    double surest = 0;
    for (std::size_t i = 0; i < kNodes; ++i) {
      const std::size_t node = place_of(nodes[i]);
      const Values& value = earned_[node];
      surest = std::max(surest, probabilities_[node].value());
      for (std::size_t k = 0; k < kIntegrands; ++k) {
        sum[k] += weights[i] * value[k];
        off_first[k] -= at_first[i] * value[k];
        off_last[k] -= at_last[i] * value[k];
      }
      if (i % 2 != kFirstGauss) continue;
      for (std::size_t k = 0; k < kIntegrands; ++k) gauss[k] += gauss_weights[i / 2] * value[k];
    }
    if (nodes.back() == piece.until - 1) --at_;
    const Values& last = earned_[place_of(piece.until - 1)];
    double worst = 0;
    const double beyond = 1 + kPlaces.front();  // the part of the half before the first node
    for (std::size_t k = 0; k < kIntegrands; ++k) {
      const double apart = std::fabs(sum[k] - gauss[k]) +
                           beyond * (std::fabs(off_first[k]) + std::fabs(last[k] + off_last[k]));
      // The rounding of 1 − p, which no cutting mends.
      const double rounding = k == 1 ? 4e-16 / std::max(1 - surest, kLeastProbability) : 0;
      worst = std::max(worst, half * (apart - rounding));
    }
    if (worst <= kTolerance * (static_cast<double>(piece.length()) + whole_ / kShares)) {
      add(piece, sum, half);
    } else {
      failing.emplace_back(piece, worst);
      provisional_.push_back({sum, half});
    }
  }

  void add(const Piece& piece, const Values& values, double times) {
    for (std::size_t k = 0; k < kIntegrands; ++k) totals_[piece.stretch][k] += times * values[k];
  }

  /// Of a piece of which every second is asked, and a few on either side. What lies between two
  /// jumps, or bends, is taken by itself. Here it breaks where it is seen to, told or not: of the
  /// few seconds between two breaks that crowd, one of them told in vain, nothing smooth could be
  /// made.
  void by_seconds(const Piece& piece) {
    const auto [from, until] = window(piece);
    const auto n = static_cast<std::size_t>(until - from);
    const std::size_t start = place_of(from);
    at_ = start + n;
    const std::span<const Probability> p = std::span(probabilities_).subspan(start, n);
    const std::size_t begin = static_cast<std::size_t>(piece.from - from);
    const std::size_t end = begin + static_cast<std::size_t>(piece.length());
    std::size_t run = 0;
    for (std::size_t i = 1; i <= n; ++i) {
      const Break seen = i == n ? Break::kJump : break_at(p, i);
      if (seen == Break::kNone) continue;
      const bool jump = seen == Break::kJump;
      // Up to a bend the polynomials may go through it.
      const std::size_t known = jump ? i : i + 1;
      for (std::size_t second = std::max(run, begin); second < std::min(i, end); ++second) {
        add_second(piece, start, run, known, second, jump);
      }
      run = i;
    }
  }

  enum class Break { kNone, kBend, kJump };

  /// What it does at second i, by what its neighbours let expect. Both what came before and what
  /// comes after are drawn out to the other side, as parabolas: where what came before reaches i,
  /// and what comes after does not reach back, it bends.
  static Break break_at(std::span<const Probability> p, std::size_t i) {
    // By far more than just before and just after, where these are too few or too wild to tell.
    const auto move = [&](std::size_t to) {
      return to == 0 || to >= p.size() ? 0 : std::fabs(p[to].value() - p[to - 1].value());
    };
    const bool leaps = p.size() > 2 && move(i) > 4 * std::max(move(i - 1), move(i + 1)) + kRounding;
    if (i < kCrowd || i + kCrowd > p.size()) return leaps ? Break::kJump : Break::kNone;
    // The third difference, from a second on: how far a parabola misses.
    const auto miss = [&](std::size_t at) {
      return std::fabs(p[at + 3].value() - 3 * p[at + 2].value() + 3 * p[at + 1].value() -
                       p[at].value());
    };
    const double usual = 8 * std::max(miss(i - 4), miss(i)) + kRounding;
    const bool reached = miss(i - 3) <= usual;
    const bool reaches_back = miss(i - 1) <= usual;
    if (leaps || (!reached && !reaches_back)) return Break::kJump;
    return reached && !reaches_back ? Break::kBend : Break::kNone;
  }

  /// Adds second i by the polynomial through its neighbours in the run [begin, end). What is drawn
  /// out of two or three seconds, `open` at their end, would be far off should one of them jump.
  void add_second(const Piece& piece, std::size_t start, std::size_t begin, std::size_t end,
                  std::size_t i, bool open) {
    const std::size_t length = end - begin;
    const std::size_t through = open && length < kCrowd ? 1 : std::min(length, kThrough);
    const std::size_t before = std::min(i - begin, (through - 1) / 2);
    const std::size_t left = through == 1 ? i : std::min(i - before, end - through);
    const std::array<double, kThrough>& weights = known_weights(through, i - left);
    for (std::size_t j = 0; j < through; ++j) add(piece, earned_[start + left + j], weights[j]);
  }

  /// The next level's pieces; of more than can be asked the worst, the others stand as they are.
  void cut(std::vector<std::pair<Piece, double>>& failing) {
    pieces_.clear();
    double least = 0;
    if (failing.size() > kMostPieces) {
      std::vector<double> errors;
      errors.reserve(failing.size());
      for (const auto& [piece, error] : failing) errors.push_back(error);
      const auto nth = errors.begin() + static_cast<std::ptrdiff_t>(kMostPieces);
      std::nth_element(errors.begin(), nth, errors.end(), std::greater<>());
      least = *nth;
    }
    // Few pieces are cut finely, which spares levels.
    const Seconds parts = failing.size() <= 8 ? 8 : failing.size() <= 32 ? 4 : 2;
    for (std::size_t i = 0; i < failing.size(); ++i) {
      const auto& [piece, error] = failing[i];
      if (least > 0 && error <= least) {
        add(piece, provisional_[i].first, provisional_[i].second);
        continue;
      }
      for (Seconds part = 0; part < parts; ++part) {
        const Seconds from = piece.from + piece.length() * part / parts;
        const Seconds until = piece.from + piece.length() * (part + 1) / parts;
        pieces_.push_back({from, until, piece.stretch});
      }
    }
    provisional_.clear();
  }

  const Curve& curve_;
  Outcomes outcomes_;
  Seconds first_ = 0;
  Seconds last_ = 0;
  double whole_ = 0;
  std::vector<std::array<Sum, kIntegrands>> totals_;
  std::vector<Piece> pieces_;
  std::vector<std::pair<Values, double>> provisional_;  // of what fails
  CurveIntegrals result_;
  // Of the level.
  std::vector<Seconds> wanted_;
  std::vector<Seconds> seconds_;
  std::vector<Probability> probabilities_;
  std::vector<Values> earned_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Probability> asked(const Curve& curve, std::span<const Instant> instants) {
  std::vector<Probability> probabilities = curve.at(instants);
  assert(probabilities.size() == instants.size());
  return probabilities;
}

CurveIntegrals integrals(const Curve& curve, std::span<const Instant> edges, Outcomes outcomes,
                         std::optional<Instant> spot) {
  return Quadrature(curve, edges, outcomes).run(spot);
}

}  // namespace signpost::score
