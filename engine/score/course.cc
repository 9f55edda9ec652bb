#include "engine/score/course.h"

namespace signpost::score {

Curve::Curve() = default;
Curve::Curve(const Curve& other) = default;
Curve::Curve(Curve&& other) noexcept = default;
Curve& Curve::operator=(const Curve& other) = default;
Curve& Curve::operator=(Curve&& other) noexcept = default;
Curve::~Curve() = default;

}  // namespace signpost::score
