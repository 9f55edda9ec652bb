#include "engine/model/bilingual.h"

#include "engine/base/text.h"

namespace signpost {

Bilingual::Bilingual(std::string text) { (has_rtl(text) ? ar : en) = std::move(text); }

}  // namespace signpost
