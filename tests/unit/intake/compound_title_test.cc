#include "engine/intake/compound_title.h"

#include <doctest/doctest.h>

using signpost::intake::joining_word_ar;
using signpost::intake::joining_word_en;

TEST_CASE("an English title joins where it says and") {
  CHECK(joining_word_en("More ISIS operations in Syria and Iraq") == "and");
  CHECK(joining_word_en("Russia AND the regime") == "and");
  CHECK(joining_word_en("R&D") == "&");
  for (const char* title : {"", "Motive: rebuilding the ranks with freed prisoners",
                            "Candidates demand sanctions", "Commander-and-chief", "Andalusia"}) {
    CAPTURE(title);
    CHECK_FALSE(joining_word_en(title));
  }
}

TEST_CASE("an Arabic title joins where the و is clear") {
  CHECK(joining_word_ar("مرحلة جديدة من نشاط التنظيم في سوريا والعراق") == "والعراق");
  CHECK(joining_word_ar("تسهيل الهجوم من روسيا والنظام") == "والنظام");
  CHECK(joining_word_ar("منع سكان غويران والزهور من العودة") == "والزهور");
  CHECK(joining_word_ar("روسيا و«النظام»") == "و");
  CHECK(joining_word_ar("هجمات في تركيا وإيران") == "وإيران");
  CHECK(joining_word_ar("هجمات في سوريا ولبنان") == "ولبنان");
  CHECK(joining_word_ar("هجمات في العراق وسوريا") == "وسوريا");
  CHECK(joining_word_ar("زيادة الهجمات وتراجع الثقة") == "وتراجع");
  CHECK(joining_word_ar("الهجوم على السجن وفي المدينة") == "وفي");
  CHECK(joining_word_ar("النظام وموسكو") == "وموسكو");
  CHECK(joining_word_ar("دعم للتحالف وللنظام") == "وللنظام");
  CHECK(joining_word_ar("لدى التنظيم والتحالف على حدٍّ سواء") == "والتحالف");
  CHECK(joining_word_ar("في البلدين على حدٍّ سواء") == "على حد سواء");
  CHECK(joining_word_ar("روسيا وَالنِّظام") == "والنظام");  // vowel marks do not hide it
}

TEST_CASE("a word that begins with its own و joins nothing") {
  for (const char* title : {"",
                            "وصول وكالة الأنباء",
                            "تقرير وكالة دولية",
                            "نشر وثائق سرية",
                            "موقف واشنطن",
                            "زيارة وفد روسي",
                            "زيارة وزير الخارجية",
                            "انهيار وقف إطلاق النار",
                            "تسارع وتيرة الهجمات",
                            "مقتل والد القائد",
                            "تعيين والي جديد",
                            "إعلان ولاية جديدة",
                            "وجود عسكري في وسط البلاد",
                            "دخول وحدات خاصة",
                            "نقص الوقود",
                            "هجوم واسع",
                            "وصول وباء",
                            "بقاء وضع المخيم",
                            "عودة وجهاء العشائر",
                            "انتشار وهم النصر",
                            "إصابات في ووهان",
                            "اعتقالات أو تطهير"}) {
    CAPTURE(title);
    CHECK_FALSE(joining_word_ar(title));
  }
}
