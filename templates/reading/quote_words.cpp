#include "templates/reading/quote_words.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

using Words = std::vector<std::string_view>;

// English, German; Albanian; Bosnian, Croatian, Montenegrin, Serbian in both scripts; Bulgarian;
// Greek; Hungarian; Macedonian; Romanian; Turkish.
const std::vector<std::pair<HeaderKind, Words>>& header_words() {
  static const std::vector<std::pair<HeaderKind, Words>> words{
      {HeaderKind::kFrom,
       {"From",       "Von",       "Nga",         "Od",         "Šalje",    "Pošiljatelj",
        "Pošiljalac", "Од",        "Шаље",        "Пошиљалац",  "Испраќач", "От",
        "Подател",    "Изпращач",  "Από",         "Αποστολέας", "Feladó",   "De la",
        "De",         "Expeditor", "Expeditorul", "Kimden",     "Gönderen"}},
      {HeaderKind::kDate,
       {"Sent",     "Date",       "Gesendet",   "Datum",    "Dërguar",         "Dërguar më",
        "Data",     "Datë",       "Poslano",    "Poslato",  "Послано",         "Послато",
        "Датум",    "Испратено",  "Изпратено",  "Дата",     "Στάλθηκε",        "Αποστολή",
        "Εστάλη",   "Ημερομηνία", "Ημ/νία",     "Elküldve", "Dátum",           "Trimis",
        "Expediat", "Dată",       "Gönderildi", "Tarih",    "Gönderme Tarihi", "Sent at"}},
      {HeaderKind::kTo, {"To",         "An",           "Për",  "Drejtuar",   "Za",       "Prima",
                         "Primatelj",  "Primalac",     "За",   "Прима",      "Прималац", "До",
                         "Примач",     "Получател",    "Προς", "Παραλήπτης", "Címzett",  "Către",
                         "Destinatar", "Destinatarul", "Kime", "Alıcı"}},
      {HeaderKind::kCopy,
       {"Cc", "Kopie", "Kopje", "Kopija", "Копија", "Копие", "Κοιν.", "Κοινοποίηση", "Másolat",
        "Másolatot kap", "Copie", "Bilgi", "Kk"}},
      {HeaderKind::kSubject,
       {"Subject", "Betreff", "Subjekti", "Subjekt", "Tema", "Lënda", "Predmet", "Naslov",
        "Предмет", "Тема", "Наслов", "Относно", "Θέμα", "Tárgy", "Subiect", "Subiectul", "Konu"}},
      {HeaderKind::kOther,
       {"Importance",   "Priority",    "Sensitivity", "Attachments",       "Reply-To",
        "Organization", "Wichtigkeit", "Priorität",   "Anlagen",           "Prilozi",
        "Važnost",      "Прилози",     "Важност",     "Прикачени файлове", "Συνημμένα",
        "Σπουδαιότητα", "Mellékletek", "Fontosság",   "Atașări",           "Importanță",
        "Ekler",        "Önem"}},
  };
  return words;
}

const Words& mark_words() {
  static const Words words{"Original Message",
                           "Forwarded Message",
                           "Begin forwarded message",
                           "Ursprüngliche Nachricht",
                           "Originalnachricht",
                           "Original-Nachricht",
                           "Weitergeleitete Nachricht",
                           "Anfang der weitergeleiteten Nachricht",
                           "Anfang der weitergeleiteten E-Mail",
                           "Mesazhi origjinal",
                           "Mesazh origjinal",
                           "Mesazhi i përcjellë",
                           "Mesazh i përcjellë",
                           "Originalna poruka",
                           "Izvorna poruka",
                           "Proslijeđena poruka",
                           "Prosleđena poruka",
                           "Započni proslijeđenu poruku",
                           "Оригинална порука",
                           "Изворна порука",
                           "Прослеђена порука",
                           "Просљеђена порука",
                           "Оригинално съобщение",
                           "Оригинално писмо",
                           "Препратено съобщение",
                           "Препратено писмо",
                           "Начало на препратеното съобщение",
                           "Αρχικό μήνυμα",
                           "Πρωτότυπο μήνυμα",
                           "Προωθημένο μήνυμα",
                           "Αρχή προωθημένου μηνύματος",
                           "Eredeti üzenet",
                           "Továbbított üzenet",
                           "Továbbított levél kezdete",
                           "Оригинална порака",
                           "Изворна порака",
                           "Препратена порака",
                           "Mesaj original",
                           "Mesajul original",
                           "Mesaj redirecționat",
                           "Mesaj înaintat",
                           "Începe mesajul redirecționat",
                           "Özgün İleti",
                           "Orijinal İleti",
                           "Orijinal Mesaj",
                           "İletilen İleti",
                           "İletilmiş Mesaj",
                           "Yönlendirilen İleti",
                           "İleti başlangıcı"};
  return words;
}

// Beginnings of verbs: gender, person and the bracketed endings of the clients vary.
const Words& verb_words() {
  static const Words words{"wrote",   "writes", "schrieb", "shkroi", "shkruan", "napisa", "piše",
                           "написа",  "пише",   "έγραψε",  "γράφει", "írta",    "írja",   "напиша",
                           "a scris", "scrie",  "yazdı",   "yazmış", "yazıyor"};
  return words;
}

const Words& tagline_words() {
  static const Words words{"Sent from my",
                           "Sent from Outlook",
                           "Sent from Mail for",
                           "Sent from Yahoo Mail",
                           "Sent from Proton Mail",
                           "Sent with Proton Mail",
                           "Get Outlook for",
                           "Get BlueMail for",
                           "Von meinem iPhone gesendet",
                           "Gesendet mit der mobilen",
                           "Dërguar nga iPhone",
                           "Poslano s mog",
                           "Poslano s mojeg",
                           "Poslato sa mog",
                           "Poslato sa mojeg",
                           "Послато са мог",
                           "Изпратено от моя",
                           "Изпратено от iPhone",
                           "Στάλθηκε από το iPhone",
                           "Εστάλη από το iPhone",
                           "Az iPhone-omról küldve",
                           "iPhone-omról küldve",
                           "Испратено од мојот",
                           "Trimis de pe iPhone",
                           "Trimis de pe dispozitivul",
                           "iPhone'umdan",
                           "iPhone'dan gönderildi",
                           "Telefonumdan gönderildi"};
  return words;
}

// Beginnings of the first word of what a program says of itself, and its last word where the verb
// stands at the end: sent, get.
const Words& first_verbs() {
  static const Words words{"Sent",       "Get",       "Gesendet",  "Trimis",   "Expediat",
                           "Descărcați", "Obțineți",  "Изпратен",  "Вземете",  "Изтеглете",
                           "Poslan",     "Poslat",    "Preuzmite", "Nabavite", "Послат",
                           "Послан",     "Преузмите", "Набавите",  "Испратен", "Преземете",
                           "Στάλθηκε",   "Εστάλη",    "Αποκτήστε", "Λήψη",     "Dërguar",
                           "Merrni",     "Shkarko",   "Inviato",   "Envoyé",   "Отправлено"};
  return words;
}
const Words& last_verbs() {
  static const Words words{"küldve",   "letöltése", "beszerzése", "gönderildi",
                           "gesendet", "edinin",    "indirin",    "alın"};
  return words;
}
const Words& products() {
  static const Words words{"Outlook", "iPhone", "iPad",   "iOS",      "Android",   "Samsung",
                           "Galaxy",  "Huawei", "Xiaomi", "Redmi",    "Nokia",     "BlackBerry",
                           "Yahoo",   "Gmail",  "Proton", "BlueMail", "FairEmail", "Thunderbird"};
  return words;
}

std::vector<std::string> folded(const Words& words) {
  std::vector<std::string> result;
  for (const auto word : words) {
    result.push_back(fold(word));
  }
  return result;
}

constexpr std::size_t kLongestWord = 80;  // octets of a header's name or a mark

}  // namespace

std::optional<HeaderKind> header_kind(std::string_view label) {
  static const auto kinds = [] {
    std::unordered_map<std::string, HeaderKind> map;
    for (const auto& [kind, words] : header_words()) {
      for (const auto word : words) {
        map.emplace(fold(word), kind);
      }
    }
    return map;
  }();
  if (label.size() > kLongestWord) {
    return std::nullopt;
  }
  const auto found = kinds.find(fold(label));
  return found == kinds.end() ? std::nullopt : std::optional(found->second);
}

bool is_message_mark(std::string_view line) {
  static const auto marks = [] {
    const auto words = folded(mark_words());
    return std::unordered_set<std::string>(words.begin(), words.end());
  }();
  constexpr std::size_t kLongestMark = 2 * kLongestWord;
  if (line.size() > kLongestMark || marks.count(fold(line)) == 0) {
    return false;
  }
  // Dashes around it (Outlook, Thunderbird, Gmail), or a colon after it (Apple Mail): a sentence of
  // the same words has neither.
  return !starts_with_letter(line) || line.ends_with(':');
}

bool says_wrote(std::string_view line) {
  static const auto verbs = folded(verb_words());
  const auto text = fold(line);
  return std::any_of(verbs.begin(), verbs.end(),
                     [&](const std::string& verb) { return text.find(verb) != std::string::npos; });
}

namespace {

// "Trimis din Outlook pentru iOS<https://…>": the names of programs and telephones are the same in
// every language.
bool names_its_program(std::string_view line) {
  static const auto first = folded(first_verbs()), last = folded(last_verbs()),
                    named = folded(products());
  constexpr std::size_t kMostWords = 10;
  std::vector<std::string> words;
  line = line.substr(0, std::min(line.find('<'), line.find("http")));
  while (!line.empty()) {
    const auto end = std::min(line.find_first_of(" \t-'"), line.size());
    if (auto word = fold(line.substr(0, end)); !word.empty()) {
      words.push_back(std::move(word));
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  const auto is_named = [&](const std::string& word) {
    return std::find(named.begin(), named.end(), word) != named.end();
  };
  if (words.size() < 2 || words.size() > kMostWords ||
      std::none_of(words.begin(), words.end(), is_named)) {
    return false;
  }
  return std::find(last.begin(), last.end(), words.back()) != last.end() ||
         std::any_of(first.begin(), first.end(), [&](const std::string& verb) {
           return words.front().starts_with(verb) && words.front().size() <= verb.size() + 2;
         });
}

}  // namespace

bool is_tagline(std::string_view line) {
  static const auto beginnings = folded(tagline_words());
  constexpr std::size_t kLongestLine = 200;  // octets, with a link
  if (line.size() <= kLongestLine && names_its_program(line)) {
    return true;
  }
  if (line.size() > kLongestWord) {
    return false;
  }
  const auto text = fold(line);
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const std::string& words) { return text.starts_with(words); });
}

}  // namespace pouch::templates
