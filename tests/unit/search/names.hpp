// Names of the region as passports, forms and letters spell them (DOMAIN section 4, ENGINES section
// 4): invented persons, ordinary names. Every spelling of a group must find every other.
#pragma once

#include <string>
#include <vector>

namespace pouch::search {

struct NameGroup {
  std::string what;
  std::vector<std::string> spellings;
};

inline const std::vector<NameGroup>& name_groups() {
  static const std::vector<NameGroup> groups = {
      // Serbian, Bosnian, Croatian, Montenegrin.
      {"j",
       {"Јовановић", "Jovanović", "Jovanovic", "JOVANOVIĆ", "јовановић", "Jovanovich",
        "Yovanovich"}},
      {"đ",
       {"Ђорђевић", "Đorđević", "Djordjevic", "Đordjević", "ЂОРЂЕВИЋ", "Djordjevich", "Dordevic"}},
      {"đ within", {"Рађеновић", "Rađenović", "Radjenovic", "Radjenović", "Radenovic"}},
      {"dž", {"Хаџић", "Hadžić", "Hadzic", "Hadzich", "Hadžic"}},
      {"č ć", {"Чавић", "Čavić", "Cavic", "Chavich", "Cavić"}},
      {"ž š", {"Живанић", "Živanić", "Zivanic", "Zhivanich", "ŽIVANIĆ"}},
      {"š", {"Шешељ", "Šešelj", "Seselj", "Sheshelj", "ŠEŠELJ"}},
      {"lj nj", {"Љиљана", "Ljiljana", "LJILJANA", "Lilyana", "Liljana"}},
      {"nj", {"Његош", "Njegoš", "Njegos", "NJEGOŠ", "Nyegosh"}},
      {"h", {"Хрваћанин", "Hrvaćanin", "Hrvacanin"}},
      {"ije", {"Цвијановић", "Cvijanović", "Cvijanovic", "Tsviyanovich"}},
      // Bulgarian: the law of 2009, the older ways.
      {"ъ", {"Димитър", "Dimitar", "Dimitur", "DIMITAR"}},
      {"ъ beside r", {"Първанов", "Parvanov", "Purvanov", "Първанoв"}},
      {"ъ beside l", {"Вълков", "Valkov", "Vulkov"}},
      {"ър", {"Кръстев", "Krastev", "Krustev", "Krasteff"}},
      {"ж", {"Живков", "Zhivkov", "Živkov", "Zivkov", "Jivkov", "Jivkoff"}},
      {"ж within", {"Божидар", "Bozhidar", "Božidar", "Bojidar"}},
      {"щ", {"Щерев", "Shterev", "Sterev", "Chterev"}},
      {"ц", {"Цветков", "Tsvetkov", "Tzvetkov", "Cvetkov"}},
      {"ч", {"Чакъров", "Chakarov", "Tchakarov", "Čakarov"}},
      {"х", {"Христов", "Hristov", "Khristov"}},
      {"ю", {"Юлия", "Yuliya", "Julija", "Iulia", "Yulia"}},
      {"я", {"Стоян", "Stoyan", "Stojan", "Stoian"}},
      {"й", {"Николай", "Nikolay", "Nikolai", "Nikolaj"}},
      {"ьо", {"Гьошев", "Gyoshev", "Gjošev"}},
      {"ия", {"Мария", "Mariya", "Maria", "Marija"}},
      {"ов", {"Петров", "Petrov", "Petroff", "PETROV"}},
      // Macedonian.
      {"ѓ", {"Ѓорѓиевски", "Gjorgjievski", "Ǵorǵievski", "Djordjievski"}},
      {"ќ", {"Ќосев", "Kjosev", "Ḱosev", "Cosev"}},
      {"ќ within", {"Трајковиќ", "Trajković", "Trajkovic", "Trajkovikj"}},
      {"џ", {"Хаџи", "Hadži", "Hadzhi", "Hadzi", "Hadji", "Haxhi"}},
      {"ѕ", {"Ѕвездан", "Dzvezdan", "DZVEZDAN"}},
      // Greek: ELOT 743, classical, by sound.
      {"el ou", {"Γεωργίου", "Georgiou", "Georgiu", "ΓΕΩΡΓΙΟΥ", "Yeoryiou"}},
      {"el d", {"Παπαδόπουλος", "Papadopoulos", "Papadopulos", "ΠΑΠΑΔΟΠΟΥΛΟΣ"}},
      {"el tz", {"Χατζηγιάννης", "Chatzigiannis", "Hatziyannis", "Hatzigiannis"}},
      {"el ev", {"Ευάγγελος", "Evangelos", "Euangelos", "Evaggelos"}},
      {"el gk", {"Γκίκας", "Gkikas", "Ghikas", "Gikas"}},
      {"el mp", {"Μπακογιάννης", "Bakoyannis", "Mpakogiannis", "Bakogiannis"}},
      {"el nt", {"Ντίνος", "Ntinos", "Dinos"}},
      {"el tzan", {"Τζαννετάκης", "Tzannetakis", "Djannetakis", "Tzanetakis"}},
      {"el av", {"Αυγερινός", "Avgerinos", "Augerinos"}},
      {"el ch", {"Μιχαλόπουλος", "Michalopoulos", "Mihalopoulos"}},
      {"el chr", {"Χρήστος", "Christos", "Hristos", "Khristos"}},
      {"el y", {"Κυριάκος", "Kyriakos", "Kiriakos"}},
      {"el ph", {"Φώτης", "Fotis", "Photis"}},
      {"el th", {"Θεοδώρου", "Theodorou", "Teodorou"}},
      {"el x", {"Ξενάκης", "Xenakis", "Ksenakis"}},
      {"el ps", {"Ψαρράς", "Psarras", "Psaras"}},
      {"el oi", {"Οικονόμου", "Oikonomou", "Ikonomou"}},
      {"el ai", {"Αικατερίνη", "Aikaterini", "Ekaterini"}},
      {"el ei", {"Ειρήνη", "Eirini", "Irini"}},
      {"el ef", {"Ελευθέριος", "Eleftherios", "Eleutherios"}},
      {"el gi", {"Παναγιώτης", "Panagiotis", "Panayotis", "Panayiotis", "Panaghiotis"}},
      {"el gian", {"Γιάννης", "Giannis", "Yannis", "Yiannis"}},
      {"el mpr", {"Λάμπρος", "Lampros", "Lambros"}},
      {"el nd", {"Ανδρέου", "Andreou", "ΑΝΔΡΕΟΥ"}},
      {"el ant", {"Αντωνίου", "Antoniou", "Andoniou"}},
      {"el ng", {"Αγγελόπουλος", "Angelopoulos", "Aggelopoulos"}},
      {"el z", {"Ζαχαρίας", "Zacharias", "Zaharias"}},
      {"el b", {"Βασιλείου", "Vasileiou", "Basileiou", "Vasiliou"}},
      {"el k", {"Κωνσταντίνος", "Konstantinos", "Constantinos"}},
      // Romanian and Moldovan.
      {"ț ș", {"Țepeș", "Ţepeş", "Tepes", "TEPEȘ"}},
      {"ts", {"Țepeș", "Цепеш", "Tsepesh"}},
      {"тя", {"Татяна", "Tatjana", "Tatyana", "Tatiana"}},
      {"ня", {"Соня", "Sonja", "Sonya", "Sonia"}},
      {"ț", {"Rățoi", "Raţoi", "Ratoi", "RĂȚOI"}},
      {"â", {"Pârvu", "Pîrvu", "Pirvu"}},
      {"escu", {"Ionescu", "Йонеску", "Ionesku", "IONESCU"}},
      {"scu", {"Попеску", "Popescu", "Popesku"}},
      {"cio", {"Ciobanu", "Чобану", "Čobanu", "CIOBANU"}},
      {"ghe", {"Gheorghe", "Георге", "George"}},
      {"cea", {"Mihăilă", "Mihaila", "Михаила"}},
      {"ea", {"Munteanu", "Мунтяну", "Muntianu"}},
      {"ș", {"Șerban", "Şerban", "Serban", "Шербан", "Sherban"}},
      // Hungarian.
      {"cs", {"Kovács", "Kovač", "Kovach", "Ковач", "KOVÁCS"}},
      {"sz", {"Szabó", "Sabo", "Сабо", "SZABÓ"}},
      {"gy", {"Nagy", "Nađ", "Nadj"}},
      {"zs", {"Balázs", "Balaž", "Балаж", "Balazs"}},
      {"ő", {"Erdős", "Erdos", "Erdös", "ERDŐS"}},
      {"ű", {"Szűcs", "Szucs", "Szücs"}},
      {"th", {"Horváth", "Horvat", "Хорват", "Horvath"}},
      {"ly", {"Székely", "Sekelj", "Szekely", "Секељ"}},
      // Turkish.
      {"ı", {"IŞIK", "ışık", "Isik", "ISIK", "işık", "Işık"}},
      {"ç", {"Çelik", "ÇELİK", "Celik", "çelik", "Chelik"}},
      {"ü as ue", {"Gül", "Gul", "Guel", "GUEL"}},
      {"ö as oe", {"Özgür", "Ozgur", "Oezguer"}},
      {"ğ", {"Doğan", "Dogan", "DOĞAN", "Доган"}},
      {"ş", {"Şahin", "Sahin", "Shahin", "ŞAHİN"}},
      {"c", {"Cemal", "Džemal", "Dzhemal", "Xhemal", "Џемал"}},
      {"hoca", {"Hoca", "Hodža", "Hoxha", "Hodzha", "Хоџа"}},
      {"ü", {"Gül", "Gul", "GÜL"}},
      {"ö", {"Özgür", "Ozgur", "ÖZGÜR"}},
      // Albanian.
      {"xh", {"Hoxhaj", "Hodžaj", "Hodzaj"}},
      {"ë", {"Gëzim", "Gezim", "GËZIM"}},
      {"gj", {"Gjergj", "Đerđ", "Djerdj", "Ђерђ"}},
      {"q", {"Qemal", "Ćemal", "Ћемал"}},
      {"dh", {"Dhimitër", "Dhimiter", "Dimiter"}},
      {"sh", {"Shqiponja", "SHQIPONJA"}},
      {"ll", {"Llukani", "Lukani"}},
      {"zh", {"Zhaneta", "Žaneta", "Жанета"}},
      // Ukrainian and Russian.
      {"г", {"Григоренко", "Hryhorenko", "Grigorenko", "HRYHORENKO"}},
      {"щ ua", {"Щербак", "Shcherbak", "Ščerbak"}},
      {"ий", {"Зеленський", "Zelenskyi", "Zelensky", "Zelenskij"}},
      {"ый", {"Белый", "Belyy", "Belyi", "Bely"}},
      {"ё", {"Королёв", "Korolyov", "Koroljov"}},
      {"э", {"Эдуард", "Eduard", "EDUARD"}},
      {"е", {"Ельцин", "Yeltsin", "Eltsin", "Jelcin"}},
      {"ю ru", {"Юрий", "Yuriy", "Yuri", "Jurij", "Iurii"}},
      {"х ru", {"Хабаров", "Khabarov", "Habarov"}},
      // German ways on the road.
      {"ue", {"Müller", "Mueller", "Muller", "MÜLLER"}},
      {"oe", {"Schröder", "Schroeder", "Schroder"}},
      // Signs within, one word or two.
      {"hyphen",
       {"Petrović-Njegoš", "Petrovic-Njegos", "PETROVICNJEGOS", "Petrovic Njegos", "Петровић-Његош",
        "Петровић Његош"}},
      {"apostrophe", {"O'Connor", "OCONNOR", "O\u2019Connor", "O Connor"}},
      {"al", {"Ал-Хасан", "Al-Hassan", "ALHASAN", "Al Hasan"}},
      {"d'", {"D'Angelo", "DANGELO", "D\u2019Angelo"}},
      {"two", {"Hadži Popović", "Hadžipopović", "Hadzipopovic", "Хаџипоповић", "Хаџи-Поповић"}},
      {"abdel", {"Abdel Rahman", "Abdelrahman", "Abdel-Rahman", "ABDELRAHMAN"}},
  };
  return groups;
}

// Two persons each: never the same "as written", nor by "other spelling".
inline const std::vector<std::pair<std::string, std::string>>& different_names() {
  static const std::vector<std::pair<std::string, std::string>> pairs = {
      {"Šušić", "Sušić"},         {"Žurić", "Đurić"},         {"Zoran", "Đoran"},
      {"Lukić", "Ljukić"},        {"Panić", "Panjić"},        {"Ana", "Anna"},
      {"Marković", "Marinković"}, {"Petrov", "Petkov"},       {"Kovač", "Kovačić"},
      {"Ivanov", "Ivanova"},      {"Dimitrov", "Dimitriev"},  {"Popescu", "Popov"},
      {"Antić", "Andrić"},        {"Bojan", "Bojana"},        {"Nikolić", "Nikolov"},
      {"Stanković", "Stojković"}, {"Georgiou", "Georgiadis"}, {"Papadopoulos", "Papadakis"},
      {"Demir", "Temir"},         {"Horvat", "Hrvat"},        {"Simić", "Šimić"},
      {"Bukov", "Vukov"},         {"Ionescu", "Iliescu"},     {"Čavić", "Ćavić"},
      {"Савић", "Савовић"},       {"Tadić", "Dadić"},         {"Hasan", "Hasanov"},
      {"Jović", "Jojić"},         {"Kara", "Kora"},           {"Лазов", "Лазаров"},
      {"Milan", "Milen"},         {"Γεωργίου", "Γρηγορίου"},  {"Mladenov", "Mladenović"},
  };
  return pairs;
}

}  // namespace pouch::search
