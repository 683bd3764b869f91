#include "gateway/decide/classification_words.hpp"

#include <algorithm>
#include <array>

namespace pouch::gateway {
namespace {

using enum Classification;

constexpr std::array<std::string_view, 5> kNames{"UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL",
                                                 "SECRET", "TOP SECRET"};

// AL: law 8457/1999 and 10/2023. BA: Zakon o zaštiti tajnih podataka, 54/05. BG: ЗЗКИ, Article 28.
// EU: Council Decision 2013/488, Article 2. FR: Code de la défense R2311-2 and IGI 1300. GR:
// Εθνικός Κανονισμός Ασφαλείας. HU: 2009. évi CLV. törvény, section 5. MD: Legea 245/2008,
// Article 11. ME: Zakon o tajnosti podataka, Article 12. MK: Закон за класифицирани информации,
// Article 8. NATO: C-M(2002)49. RO: Legea 182/2002, Article 15. RS: Закон о тајности података,
// Article 14. TR: Resmî Yazışmalar Yönetmeliği 2020, Article 25.
constexpr std::array kWords = std::to_array<ClassificationWord>({
    // Top secret
    {kTopSecret, "TOP SECRET", "EN"},
    {kTopSecret, "COSMIC TOP SECRET", "NATO"},
    {kTopSecret, "EU TOP SECRET", "EU"},
    {kTopSecret, "TRÈS SECRET", "FR"},
    {kTopSecret, "TRÈS SECRET UE", "EU"},
    {kTopSecret, "TRÈS SECRET DÉFENSE", "FR"},
    {kTopSecret, "TEPËR SEKRET", "AL"},
    {kTopSecret, "VRLO TAJNO", "BA HR"},
    {kTopSecret, "ВРЛО ТАЈНО", "BA"},
    {kTopSecret, "СТРОГО СЕКРЕТНО", "BG"},
    {kTopSecret, "ΑΚΡΩΣ ΑΠΟΡΡΗΤΟ", "GR"},
    {kTopSecret, "SZIGORÚAN TITKOS", "HU"},
    {kTopSecret, "STRICT SECRET DE IMPORTANȚĂ DEOSEBITĂ", "RO"},
    {kTopSecret, "STROGO TAJNO", "ME"},
    {kTopSecret, "СТРОГО ТАЈНО", "ME"},
    {kTopSecret, "DRŽAVNA TAJNA", "RS"},
    {kTopSecret, "ДРЖАВНА ТАЈНА", "MK RS"},
    {kTopSecret, "ÇOK GİZLİ", "TR"},
    // Secret
    {kSecret, "SECRET", "EN FR MD RO"},
    {kSecret, "NATO SECRET", "NATO"},
    {kSecret, "EU SECRET", "EU"},
    {kSecret, "SECRET UE", "EU"},
    {kSecret, "SECRET DÉFENSE", "FR"},
    {kSecret, "STRICT SECRET", "MD RO"},
    {kSecret, "SEKRET", "AL"},
    {kSecret, "TAJNO", "BA HR ME"},
    {kSecret, "ТАЈНО", "BA ME"},
    {kSecret, "СЕКРЕТНО", "BG"},
    {kSecret, "СТРОГО ПОВЕРИТЕЛНО", "BG"},
    {kSecret, "ΑΠΟΡΡΗΤΟ", "GR"},
    {kSecret, "TITKOS", "HU"},
    {kSecret, "СТРОГО ДОВЕРЛИВО", "MK"},
    {kSecret, "STROGO DOVERLIVO", "MK"},
    {kSecret, "STROGO POVERLJIVO", "RS"},
    {kSecret, "СТРОГО ПОВЕРЉИВО", "RS"},
    {kSecret, "STROGO POVJERLJIVO", "BA ME"},
    {kSecret, "СТРОГО ПОВЈЕРЉИВО", "BA ME"},
    {kSecret, "GİZLİ", "TR"},
    // Confidential
    {kConfidential, "CONFIDENTIAL", "EN"},
    {kConfidential, "NATO CONFIDENTIAL", "NATO"},
    {kConfidential, "EU CONFIDENTIAL", "EU"},
    {kConfidential, "CONFIDENTIEL", "FR"},
    {kConfidential, "CONFIDENTIEL UE", "EU"},
    {kConfidential, "CONFIDENTIEL DÉFENSE", "FR"},
    {kConfidential, "CONFIDENȚIAL", "MD"},
    {kConfidential, "KONFIDENCIAL", "AL"},
    {kConfidential, "POVJERLJIVO", "BA HR ME"},
    {kConfidential, "ПОВЈЕРЉИВО", "BA ME"},
    {kConfidential, "ПОВЕРИТЕЛНО", "BG"},
    {kConfidential, "ΕΜΠΙΣΤΕΥΤΙΚΟ", "GR"},
    {kConfidential, "BIZALMAS", "HU"},
    {kConfidential, "ДОВЕРЛИВО", "MK"},
    {kConfidential, "DOVERLIVO", "MK"},
    {kConfidential, "POVERLJIVO", "RS"},
    {kConfidential, "ПОВЕРЉИВО", "RS"},
    {kConfidential, "ÖZEL", "TR"},
    // Restricted
    {kRestricted, "RESTRICTED", "EN"},
    {kRestricted, "NATO RESTRICTED", "NATO"},
    {kRestricted, "EU RESTRICTED", "EU"},
    {kRestricted, "RESTREINT UE", "EU"},
    {kRestricted, "DIFFUSION RESTREINTE", "FR"},
    {kRestricted, "I KUFIZUAR", "AL"},
    {kRestricted, "INTERNO", "BA ME MK RS"},
    {kRestricted, "ИНТЕРНО", "BA ME MK RS"},
    {kRestricted, "ЗА СЛУЖЕБНО ПОЛЗВАНЕ", "BG"},
    {kRestricted, "ΠΕΡΙΟΡΙΣΜΕΝΗΣ ΧΡΗΣΗΣ", "GR"},
    {kRestricted, "KORLÁTOZOTT TERJESZTÉSŰ", "HU"},
    {kRestricted, "RESTRICȚIONAT", "MD"},
    {kRestricted, "SECRET DE SERVICIU", "RO"},
    {kRestricted, "HİZMETE ÖZEL", "TR"},
});

constexpr std::array kLabels = std::to_array<std::string_view>({
    "Classification",
    "Security classification",
    "Classification level",
    "Protective marking",
    "Marking",
    "Niveau de classification",
    "Klasifikimi",
    "Klasifikimi i sigurisë",
    "Niveli i klasifikimit",
    "Stepen tajnosti",
    "Stupanj tajnosti",
    "Oznaka tajnosti",
    "Klasifikacija",
    "Степен тајности",
    "Ознака тајности",
    "Класификација",
    "Степен на тајност",
    "Ниво на класификация",
    "Гриф за сигурност",
    "Класификация",
    "Διαβάθμιση",
    "Διαβάθμιση ασφαλείας",
    "Βαθμός ασφαλείας",
    "Minősítés",
    "Minősítési szint",
    "Clasificare",
    "Nivel de secretizare",
    "Clasa de secretizare",
    "Gradul de secretizare",
    "Gizlilik derecesi",
    "Gizlilik",
});

}  // namespace

std::string_view name(Classification level) { return kNames.at(static_cast<std::size_t>(level)); }

Classification level_named(std::string_view name) {
  const auto* found = std::find(kNames.begin(), kNames.end(), name);
  return found == kNames.end() ? kUnclassified
                               : static_cast<Classification>(found - kNames.begin());
}

std::span<const ClassificationWord> classification_words() { return kWords; }
std::span<const std::string_view> classification_labels() { return kLabels; }

}  // namespace pouch::gateway
