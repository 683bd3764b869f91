#include "gateway/web/words/words.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"

namespace pouch::gateway::web {
namespace {

struct Saying {
  Say what;
  std::array<std::string_view, 2> words;  // by Language
};

constexpr std::array<Saying, kSayings> kTable{{
    {Say::kSkip, {"Skip to the content", "Sari la conținut"}},
    {Say::kMainPlaces, {"Main", "Principal"}},
    {Say::kNothingOfACase,
     {"Nothing of a case is on this page.", "Pe această pagină nu este nimic dintr-un caz."}},
    {Say::kStrictest,
     {"Strictest of what this page shows.", "Cel mai strict regim de pe această pagină."}},
    {Say::kHandlingH0, {"for preventing and combating crime", "pentru combaterea criminalității"}},
    {Say::kHandlingH1, {"not in court without permission", "nu în instanță fără permisiune"}},
    {Say::kHandlingH2,
     {"not to be passed on without permission", "nu se transmite fără permisiune"}},
    {Say::kHandlingH3, {"other restrictions", "alte restricții"}},
    {Say::kMyDesk, {"My desk", "Biroul meu"}},
    {Say::kSearch, {"Search", "Căutare"}},
    {Say::kDirectory, {"Directory", "Registru"}},
    {Say::kStatus, {"Status", "Stare"}},
    {Say::kLog, {"Log", "Jurnal"}},
    {Say::kMe, {"Me", "Eu"}},
    {Say::kFindLabel,
     {"Search the archive, or go to a case number",
      "Caută în arhivă sau mergi la un număr de caz"}},
    {Say::kFindPlaceholder, {"Search, or a case number", "Caută sau nr. de caz"}},
    {Say::kSessionEnds, {"session ends %", "sesiunea se încheie la %"}},
    {Say::kLeave, {"leave", "ieșire"}},
    {Say::kEveryLook,
     {"Every look on this page is in the audit log.",
      "Fiecare privire pe această pagină este în jurnalul de audit."}},
    {Say::kTimes, {"Times: %", "Ore: %"}},
    {Say::kDays, {"d", "z"}},
    {Say::kHours, {"h", "h"}},
    {Say::kMinutes, {"min", "min"}},
    {Say::kStepAddress, {"Address", "Adresa"}},
    {Say::kStepOpen, {"Open the sealed mail", "Deschideți mesajul sigilat"}},
    {Say::kStepIn, {"In", "Intrat"}},
    {Say::kEnter, {"Enter", "Intrare"}},
    {Say::kEnterTitle, {"Enter with the key that you have", "Intrați cu cheia pe care o aveți"}},
    {Say::kEnterHelp,
     {"Type your mail address. A mail sealed to your key goes there; press the link in it.",
      "Scrieți adresa dumneavoastră. Acolo pleacă un mesaj sigilat cu cheia dumneavoastră; apăsați "
      "legătura din el."}},
    {Say::kEnterByMail,
     {"Write a signed mail with the line “control: web” to the gateway. A sealed mail with a link "
      "comes back; press it.",
      "Scrieți către poartă un mesaj semnat cu rândul „control: web”. Vine înapoi un mesaj sigilat "
      "cu o legătură; apăsați-o."}},
    {Say::kAddressLabel, {"Mail address", "Adresa de e-mail"}},
    {Say::kSendMail, {"Send me the mail", "Trimite-mi mesajul"}},
    {Say::kNoPassword,
     {"No password, nothing to install. Everything that you look at is written into the audit log.",
      "Fără parolă, nimic de instalat. Tot ce priviți se scrie în jurnalul de audit."}},
    {Say::kOnItsWay, {"A sealed mail is on its way", "Un mesaj sigilat este pe drum"}},
    {Say::kOnItsWayHelp,
     {"If this address belongs to a member, a mail sealed to that member’s key has gone there. "
      "Open it as you open every mail of ours, and press the link in it. It works once.",
      "Dacă adresa aparține unui membru, acolo a plecat un mesaj sigilat cu cheia lui. "
      "Deschideți-l ca pe orice mesaj de la noi și apăsați legătura din el. Funcționează o singură "
      "dată."}},
    {Say::kAskedAt, {"Asked at %", "Cerut la %"}},
    {Say::kHoldsUntil, {"It works until %.", "Este valabil până la %."}},
    {Say::kByHand,
     {"Type the code that the mail holds instead", "Scrieți în schimb codul din mesaj"}},
    {Say::kByHandHelp,
     {"A code is typed on this page and nowhere else: look at the address above.",
      "Codul se scrie pe această pagină și nicăieri altundeva: uitați-vă la adresa de sus."}},
    {Say::kCodeLabel, {"Code from inside the mail", "Codul din mesaj"}},
    {Say::kAskAgain, {"Ask again", "Cereți din nou"}},
    {Say::kEnterAs, {"Enter as", "Intrați ca"}},
    {Say::kEnterAsHelp,
     {"Press the button only if this is you. A session begins, and whoever looks at this screen "
      "reads what you may read.",
      "Apăsați butonul doar dacă sunteți dumneavoastră. Începe o sesiune, iar cine privește acest "
      "ecran citește ce aveți voie să citiți."}},
    {Say::kOldLink, {"This link does not work any more", "Această legătură nu mai funcționează"}},
    {Say::kOldLinkHelp,
     {"A link works once, and for a short time. Ask for a new mail.",
      "O legătură funcționează o dată și pentru scurt timp. Cereți un mesaj nou."}},
    {Say::kError400, {"This could not be read", "Cererea nu a putut fi citită"}},
    {Say::kError404,
     {"There is nothing here that you may see", "Aici nu este nimic ce puteți vedea"}},
    {Say::kError429,
     {"That was much in one hour: please go on later",
      "A fost mult într-o oră: continuați, vă rugăm, mai târziu"}},
    {Say::kError500,
     {"Something went wrong here; the operator finds it in the log",
      "Ceva nu a mers aici; operatorul găsește motivul în jurnal"}},
    {Say::kError503,
     {"This cannot be answered right now: please try again in a minute",
      "Acum nu se poate răspunde: încercați, vă rugăm, din nou peste un minut"}},
    {Say::kFigures, {"Figures of the desk", "Cifrele biroului"}},
    {Say::kOverdue, {"overdue", "întârziate"}},
    {Say::kDueSoon, {"due within two days", "scadente în două zile"}},
    {Say::kLater, {"later", "mai târziu"}},
    {Say::kOpenInAll, {"open in all", "deschise în total"}},
    {Say::kWaitsForThem, {"waits for their answer", "așteaptă răspunsul lor"}},
    {Say::kAskedByUs, {"asked by us", "cerute de noi"}},
    {Say::kNoSubject, {"without a subject", "fără subiect"}},
    {Say::kCaseFrom, {"Case, from", "Caz, de la"}},
    {Say::kCaseTo, {"Case, to", "Caz, către"}},
    {Say::kAbout, {"About", "Despre"}},
    {Say::kState, {"State", "Stare"}},
    {Say::kTimeLeft, {"Time left", "Timp rămas"}},
    {Say::kKeyEnds, {"A key expires on %:", "O cheie expiră la %:"}},
    {Say::kNew, {"New", "Nou"}},
    {Say::kNewSince, {"New since %", "Nou de la %"}},
    {Say::kKeptSearches, {"Kept searches", "Căutări păstrate"}},
    {Say::kYou, {"you", "dumneavoastră"}},
    {Say::kAwayUntil, {"away until %", "absent până la %"}},
    {Say::kSubstitute, {"substitute:", "înlocuitor:"}},
    {Say::kAtTheDesk, {"At the desk", "La birou"}},
    {Say::kOtherDesks, {"Other desks:", "Alte birouri:"}},
    {Say::kNothingOpen, {"Nothing is open at this desk.", "La acest birou nu este nimic deschis."}},
    {Say::kMoreOpen, {"% more are open.", "Încă % sunt deschise."}},
    {Say::kBeside, {"Beside the work", "Alături"}},
    {Say::kPassed, {"% per cent of the time has passed", "a trecut % la sută din timp"}},
    {Say::kStateWaiting, {"waits to go out", "așteaptă să plece"}},
    {Say::kStateSent, {"sent", "trimisă"}},
    {Say::kStateAcknowledged, {"acknowledged", "confirmată"}},
    {Say::kStatePartly, {"partly answered", "răspuns parțial"}},
    {Say::kStateAnswered, {"answered", "răspuns dat"}},
    {Say::kStateRefused, {"refused", "refuzată"}},
    {Say::kStateAskedBack, {"asked back", "cer lămuriri"}},
    {Say::kStateWithdrawn, {"withdrawn", "retrasă"}},
    {Say::kStateEnded, {"ended, its time is over", "încheiată, timpul a trecut"}},
    {Say::kStateNotDelivered, {"not delivered", "nelivrată"}},
    {Say::kClockStopped, {"clock stopped", "ceas oprit"}},
    {Say::kLateBy, {"% late", "întârziere %"}},
    {Say::kWhatFor, {"What are you looking for?", "Ce căutați?"}},
    {Say::kWhy, {"Why?", "De ce?"}},
    {Say::kInTheLog, {"(kept in the audit log)", "(se păstrează în jurnalul de audit)"}},
    {Say::kReadAs, {"Read as:", "Citit ca:"}},
    {Say::kNarrower, {"Narrower:", "Mai restrâns:"}},
    {Say::kTo, {"to", "către"}},
    {Say::kMatched, {"matched", "potrivit:"}},
    {Say::kFiles, {"files: %", "fișiere: %"}},
    {Say::kCounted, {"Counted", "Numărate"}},
    {Say::kNext, {"next", "următoarea"}},
    {Say::kPages, {"Pages", "Pagini"}},
    {Say::kResults, {"Results", "Rezultate"}},
    {Say::kBestFirst, {"best first", "cele mai potrivite întâi"}},
    {Say::kNewestFirst, {"newest first", "cele mai noi întâi"}},
    {Say::kTryInstead, {"Did you mean", "Ați vrut să scrieți"}},
    {Say::kUnreadable,
     {"Messages that could not be read and were left out: %",
      "Mesaje care nu au putut fi citite și lipsesc: %"}},
    {Say::kUnfiled,
     {"Messages that are not searched yet: %", "Mesaje în care încă nu s-a căutat: %"}},
    {Say::kYearMissing, {"A year could not be asked:", "Un an nu a putut fi întrebat:"}},
    {Say::kMessages, {"Messages", "Mesaje"}},
    {Say::kWay, {"Way of the request to each country", "Drumul cererii către fiecare țară"}},
    {Say::kStepDelivered, {"delivered", "livrată"}},
    {Say::kSearchForIt, {"Search for it", "Caută acest lucru"}},
    {Say::kEvidence, {"as evidence", "ca probă"}},
    {Say::kReplaces, {"replaces", "înlocuiește"}},
    {Say::kUnsigned, {"Nobody signed this.", "Nimeni nu a semnat acest mesaj."}},
    {Say::kSigned, {"signed with the key", "semnat cu cheia"}},
    {Say::kToWhom, {"To:", "Către:"}},
    {Say::kCommunity, {"Community", "Comunitate"}},
    {Say::kOpened, {"Opened", "Deschis"}},
    {Say::kClassification, {"Classification", "Clasificare"}},
    {Say::kShownFor, {"Shown for", "Arătat pentru"}},
    {Say::kWhoMayRead, {"Who may read this", "Cine poate citi"}},
    {Say::kFacts, {"Facts", "Date"}},
    {Say::kLookedAt, {"Looked at", "Privit de"}},
    {Say::kAboutCase, {"About this case", "Despre acest caz"}},
    {Say::kAnswerByMail, {"Answer in your mail program", "Răspundeți în programul de e-mail"}},
    {Say::kFormToCopy, {"Answer form to copy", "Formular de răspuns, de copiat"}},
    {Say::kConversation, {"Conversation", "Conversație"}},
    {Say::kWhyThisCase, {"Why do you open", "De ce deschideți"}},
    {Say::kWhyHelp,
     {"It is not owed by your desk, and you do not come from a search. Your reason is kept in the "
      "audit log.",
      "Nu îl datorează biroul dumneavoastră și nu veniți dintr-o căutare. Motivul se păstrează în "
      "jurnalul de audit."}},
    {Say::kShowIt, {"Show", "Arată"}},
    {Say::kUntil, {"until", "până la"}},
    {Say::kName, {"Name", "Nume"}},
    {Say::kCountry, {"Country", "Țară"}},
    {Say::kDeskAndRights, {"Desks, rights", "Birouri, drepturi"}},
    {Say::kRegistered, {"Registered", "Înregistrat"}},
    {Say::kKeys, {"Keys", "Chei"}},
    {Say::kServing, {"serves", "în serviciu"}},
    {Say::kNotServing, {"does not serve", "nu este în serviciu"}},
    {Say::kQueues, {"Queues", "Cozi"}},
    {Say::kWhat, {"What", "Ce"}},
    {Say::kLength, {"Length", "Lungime"}},
    {Say::kOldest, {"Oldest", "Cel mai vechi"}},
    {Say::kProcesses, {"Processes", "Procese"}},
    {Say::kDoing, {"Doing", "Lucrează la"}},
    {Say::kRestarts, {"Restarts", "Reporniri"}},
    {Say::kServers, {"Servers", "Servere"}},
    {Say::kKeysThatEnd, {"Keys that end soon", "Chei care expiră curând"}},
    {Say::kFreeSpace, {"Free space on the disk: % MB", "Loc liber pe disc: % MB"}},
    {Say::kCountries, {"Countries", "Țări"}},
    {Say::kDesks, {"Desks", "Birouri"}},
    {Say::kMembers, {"Members", "Membri"}},
    {Say::kWho, {"Who", "Cine"}},
    {Say::kAct, {"Act", "Act"}},
    {Say::kCase, {"Case", "Caz"}},
    {Say::kDay, {"Day", "Zi"}},
    {Say::kWhen, {"When", "Când"}},
    {Say::kDetail, {"Detail", "Detaliu"}},
    {Say::kNoRows, {"Nothing in the log is like that.", "În jurnal nu este nimic de acest fel."}},
    {Say::kOlder, {"older", "mai vechi"}},
    {Say::kThisSession, {"this session", "această sesiune"}},
    {Say::kEndIt, {"End it", "Încheie"}},
    {Say::kAddresses, {"Addresses", "Adrese"}},
    {Say::kRights, {"Rights", "Drepturi"}},
    {Say::kSessions, {"Sessions", "Sesiuni"}},
    {Say::kBegan, {"Began", "Început"}},
    {Say::kLast, {"Last asked", "Ultima cerere"}},
    {Say::kBrowser, {"Browser", "Browser"}},
    {Say::kNetwork, {"Network", "Rețea"}},
    {Say::kLeaveEverywhere, {"Leave everywhere", "Ieși de peste tot"}},
    {Say::kStatistics, {"Statistics", "Statistici"}},
    {Say::kKeepIt, {"Keep this search", "Păstrează căutarea"}},
    {Say::kKeepName, {"Name of the kept search", "Numele căutării păstrate"}},
    {Say::kAsCsv, {"as CSV", "ca CSV"}},
    {Say::kTakeOff, {"Take off the filter: %", "Scoate filtrul: %"}},
    {Say::kByMonth, {"Messages found by month", "Mesaje găsite pe luni"}},
    {Say::kFacetForm, {"Form", "Formular"}},
    {Say::kFacetArea, {"Crime area", "Domeniu"}},
    {Say::kFacetHandling, {"Handling", "Regim"}},
    {Say::kFacetHas, {"Attached", "Atașat"}},
    {Say::kFacetIs, {"State of the case", "Starea cazului"}},
    {Say::kCountedOf, {"Counted among the first % hits.", "Numărate în primele % rezultate."}},
    {Say::kFacetHow, {"How it matched", "Cum s-a potrivit"}},
    {Say::kFacetFrom, {"From", "De la"}},
    {Say::kIn, {"in", "în"}},
    {Say::kOrMore, {"% or more", "% sau mai multe"}},
    {Say::kSinceMonth, {"since %", "din % încoace"}},
    {Say::kAndLater, {"and later", "și după"}},
    {Say::kDueIn, {"due in %", "termen în %"}},
    {Say::kAllFields, {"all fields", "toate câmpurile"}},
    {Say::kWhyFirst,
     {"Nothing has been searched yet. Say why, then press Search.",
      "Încă nu s-a căutat nimic. Spuneți de ce, apoi apăsați Căutare."}},
    {Say::kHowToSearch, {"How to search", "Cum se caută"}},
    {Say::kFields, {"Fields", "Câmpuri"}},
    {Say::kExample, {"Example", "Exemplu"}},
    {Say::kStates, {"What a case can be", "Ce poate fi un caz"}},
    {Say::kTogether, {"Together", "Împreună"}},
    {Say::kBothWords,
     {"both words, anywhere in one message", "ambele cuvinte, oriunde într-un mesaj"}},
    {Say::kOneWord, {"one of them", "unul dintre ele"}},
    {Say::kNotWord, {"the first without the second", "primul fără al doilea"}},
    {Say::kSideBySide, {"side by side, in this order", "alăturate, în această ordine"}},
    {Say::kBegins,
     {"words that begin so, in every spelling", "cuvinte care încep așa, în orice grafie"}},
    {Say::kNearNames, {"names that differ by a letter too", "și nume care diferă printr-o literă"}},
    {Say::kKeysOfPage, {"Keys", "Taste"}},
    {Say::kKeyToSearch, {"search", "căutare"}},
    {Say::kKeyNext, {"next, previous", "următorul, precedentul"}},
    {Say::kKeyOpen, {"open", "deschide"}},
    {Say::kKeyAll, {"all keys", "toate tastele"}},
    {Say::kKeysHelp,
     {"They work where the browser runs the script of this page; everything works without them.",
      "Funcționează unde browserul rulează scriptul paginii; totul merge și fără ele."}},
    {Say::kEveryCountry, {"all countries", "toate țările"}},
    {Say::kSoFar, {"so far", "până acum"}},
    {Say::kNarrow, {"narrow", "restrânge"}},
    {Say::kNothingNew, {"nothing new", "nimic nou"}},
    {Say::kNewFound, {"new: %", "noi: %"}},
    {Say::kLateOfThem, {"% late", "% întârziate"}},
    {Say::kWantRenew,
     {"Tell whoever keeps the key to extend it, and send its new public part with “control: key”.",
      "Spuneți celui care păstrează cheia să o prelungească și să trimită partea publică nouă cu "
      "„control: key”."}},
    {Say::kLookAt, {"look at it", "vizualizare"}},
    {Say::kSaveIt, {"save it", "salvare"}},
    {Say::kMailAsItCame, {"the mail as it came", "mesajul așa cum a venit"}},
    {Say::kFile, {"File", "Fișier"}},
    {Say::kOfMessage, {"Of the message %", "Din mesajul %"}},
    {Say::kSentBy, {"Sent by", "Trimis de"}},
    {Say::kPictureOf, {"Page % of the file, as a picture", "Pagina % a fișierului, ca imagine"}},
    {Say::kOnlyPictures,
     {"Shown as pictures and text; nothing of the file runs. The file itself is the evidence: save "
      "it only when you trust who sent it.",
      "Arătat ca imagini și text; nimic din fișier nu rulează. Dovada este fișierul însuși: "
      "salvați-l doar dacă aveți încredere în cine l-a trimis."}},
    {Say::kNoPicture, {"There is no picture of this file.", "Acest fișier nu are imagine."}},
    {Say::kItsText, {"Its text", "Textul lui"}},
    {Say::kTextGoesOn,
     {"The text goes on; the file has all of it.", "Textul continuă; fișierul îl are întreg."}},
    {Say::kLinked, {"Linked by what they share", "Legate prin ce au comun"}},
    {Say::kAskThem,
     {"Ask the liaison desk of %, which has something about:",
      "Întrebați biroul de legătură din %, care are ceva despre:"}},
    {Say::kStillOpen, {"open", "deschisă"}},
    {Say::kKindAcknowledged, {"Acknowledged", "Confirmare"}},
    {Say::kKindAnswer, {"Answer", "Răspuns"}},
    {Say::kKindPartly, {"Part of the answer", "O parte din răspuns"}},
    {Say::kKindNoTrace, {"No trace", "Nicio urmă"}},
    {Say::kKindHit, {"Hit", "Potrivire"}},
    {Say::kKindNoHit, {"No hit", "Nicio potrivire"}},
    {Say::kKindDelay, {"Needs more time", "Are nevoie de mai mult timp"}},
    {Say::kKindRefusal, {"Refuses", "Refuză"}},
    {Say::kKindAsksBack, {"Asks back", "Cere lămuriri"}},
    {Say::kKindForwarded, {"Passed on", "Transmis mai departe"}},
    {Say::kSource, {"source %", "sursa %"}},
    {Say::kInformation, {"information %", "informația %"}},
    {Say::kReceiptAccepted, {"accepted", "acceptat"}},
    {Say::kReceiptRejected, {"not accepted", "neacceptat"}},
    {Say::kReceiptRouted, {"on its way to the desk", "îndreptat către birou"}},
    {Say::kReceiptNotRouted, {"no way to the desk", "fără drum către birou"}},
    {Say::kReceiptRead, {"read", "citit"}},
    {Say::kReceiptNotRead, {"not read in time", "necitit la timp"}},
    {Say::kReceiptDelay, {"needs more time", "are nevoie de mai mult timp"}},
    {Say::kNotSignedYet, {"not signed yet", "încă nesemnat"}},
    {Say::kAllReceipts, {"all letters and receipts (%)", "toate scrisorile și confirmările (%)"}},
    {Say::kReadBy, {"acknowledged by", "confirmat de"}},
    {Say::kMoreLinked, {"% more", "încă %"}},
    {Say::kChart,
     {"This case in the middle, what it shares, and the cases that share it; the list below says "
      "the same",
      "Acest caz la mijloc, ce are comun și cazurile cu care are comun; lista de mai jos spune "
      "același lucru"}},
    {Say::kWhyAsked, {"asked", "a cerut"}},
    {Say::kWhyRequesterDesk, {"desk of who asked", "biroul celui care a cerut"}},
    {Say::kWhyAskedDesk, {"the request goes to them", "lor le este adresată cererea"}},
    {Say::kWhyLiaison, {"copies of their country’s traffic", "copii ale traficului țării lor"}},
    {Say::kWhyHeadquarters, {"copies, as the form asks", "copii, cum cere formularul"}},
    {Say::kWhyGroup, {"of the group", "din grup"}},
    {Say::kWhyAuthor, {"wrote what is answered", "a scris mesajul la care se răspunde"}},
    {Say::kWhyOwnFocalPoint, {"focal point of who wrote", "punctul focal al celui care a scris"}},
    {Say::kWhyPolice,
     {"police, with whom prosecutors share it", "poliția, căreia procurorii i-l comunică"}},
    {Say::kWhyNamed, {"named by who wrote", "numiți de cel care a scris"}},
    {Say::kWhyParty, {"parties of the case", "părți ale cazului"}},
    {Say::kWhySubstitute, {"in the place of who is absent", "în locul celui absent"}},
    {Say::kReview, {"Review", "Revizuire"}},
    {Say::kReviewBy, {"by %", "până la %"}},
    {Say::kEvidenceTitle, {"Evidence", "Probe"}},
    {Say::kAllInOneFile, {"All receipts, one file", "Toate confirmările, un fișier"}},
    {Say::kChecksWith, {"checks with gpg and sha256sum", "se verifică cu gpg și sha256sum"}},
    {Say::kFileIsMade, {"The file is being made:", "Fișierul se pregătește:"}},
    {Say::kLookAgain, {"look again", "uitați-vă din nou"}},
    {Say::kFileCannotBeMade,
     {"The file cannot be made here. The operator can make it: pouch receipts.",
      "Fișierul nu poate fi făcut aici. Operatorul îl poate face: pouch receipts."}},
    {Say::kPrintHint,
     {"Printed, this page bears numbers and hashes.",
      "Tipărită, pagina poartă numere și sume SHA-256."}},
    {Say::kYouLooked, {"You", "Dumneavoastră"}},
    {Say::kJustNow, {"just now", "chiar acum"}},
    {Say::kWithin, {"in %", "în %"}},
    {Say::kHandlingH1By,
     {"not in court without the permission of %, who provided it",
      "nu în instanță fără permisiunea celor care au furnizat: %"}},
    {Say::kHandlingH2By,
     {"not to be passed on without the permission of %, who provided it",
      "nu se transmite fără permisiunea celor care au furnizat: %"}},
    {Say::kHitsOfSearch, {"Hits of your search", "Rezultatele căutării"}},
    {Say::kHit, {"hit %", "rezultatul %"}},
    {Say::kHitBefore, {"‹ previous", "‹ precedentul"}},
    {Say::kHitAfter, {"next ›", "următorul ›"}},
    {Say::kYear, {"Year", "An"}},
    {Say::kAllCountries, {"empty: all", "gol: toate"}},
    {Say::kCountsOnly,
     {"Counts only; no case can be told from them.",
      "Doar numere; din ele nu se poate deduce niciun caz."}},
    {Say::kAnswerHelp,
     {"Copy the form into the mail, fill it in and sign it.",
      "Copiați formularul în mesaj, completați-l și semnați-l."}},
    {Say::kKeyHits, {"next, previous hit", "rezultatul următor, precedent"}},
    {Say::kKeyMessages, {"next, previous message", "mesajul următor, precedent"}},
    {Say::kKeyDesk, {"my desk", "biroul meu"}},
    {Say::kPrintIt, {"Print, with numbers and hashes", "Tipărire, cu numere și sume SHA-256"}},
    {Say::kAnswersByWeek, {"Answers by week", "Răspunsuri pe săptămâni"}},
    {Say::kWeek, {"week %", "săptămâna %"}},
    {Say::kAnsweredInWeek, {"% answered", "răspunsuri: %"}},
    {Say::kHalfWithin, {"Half within %", "Jumătate în cel mult %"}},
    {Say::kHadPassed, {"% per cent of the time had passed", "trecuse % la sută din timp"}},
    {Say::kInTextOf, {"in the text of", "în textul fișierului"}},
    {Say::kPageOfFile, {"page %", "pagina %"}},
    {Say::kWhichLanguage, {"Languages", "Limbi"}},
    {Say::kNothingCame, {"Nothing came?", "Nu a venit nimic?"}},
    {Say::kNothingCameHelp,
     {"It takes a minute. Look among the junk mail too. The mail goes only to an address that is "
      "registered with a key, at most five times an hour. If it stays so, write to the operator.",
      "Durează un minut. Căutați și printre mesajele nedorite. Mesajul pleacă doar la o adresă "
      "înregistrată cu o cheie, de cel mult cinci ori pe oră. Dacă rămâne așa, scrieți "
      "operatorului."}},
}};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<std::size_t>(kTable[i].what) != i) {
      return false;
    }
  }
  return true;
}
static_assert(is_in_order());

constexpr std::array<std::array<std::string_view, 7>, 2> kWeekdays{
    {{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
     {"dum.", "lun.", "mar.", "mie.", "joi", "vin.", "sâm."}}};
constexpr std::array<std::array<std::string_view, 12>, 2> kMonths{
    {{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
     {"ian.", "feb.", "mar.", "apr.", "mai", "iun.", "iul.", "aug.", "sept.", "oct.", "nov.",
      "dec."}}};
constexpr std::array<std::string_view, 2> kCodes{"en", "ro"};

std::size_t number(Language language) { return static_cast<std::size_t>(language); }

// "ro-MD;q=0.8" is "ro".
std::string_view primary(std::string_view range) {
  range = mail::trim(range);
  return range.substr(0, range.find_first_of("-; "));
}

}  // namespace

std::string_view PageWords::operator()(Say what) const {
  return kTable.at(static_cast<std::size_t>(what)).words.at(number(language_));
}

std::string PageWords::operator()(Say what, std::string_view value) const {
  std::string text((*this)(what));
  return text.replace(text.find('%'), 1, value);
}

std::string_view PageWords::weekday(unsigned day) const {
  return kWeekdays.at(number(language_)).at(day);
}
std::string_view PageWords::month(unsigned month) const {
  return kMonths.at(number(language_)).at(month - 1);
}
std::string_view PageWords::code() const { return kCodes.at(number(language_)); }
std::string_view PageWords::own_name() const {
  constexpr std::array<std::string_view, kLanguages.size()> kNames{"English", "Română"};
  return kNames.at(number(language_));
}

std::string_view language_chosen(std::string_view code) {
  const auto* const found = std::find(kCodes.begin(), kCodes.end(), code);
  return found == kCodes.end() ? std::string_view() : *found;
}

Language language_for(std::string_view of_member, std::string_view accepted) {
  const auto spoken = [](std::string_view range) {
    return std::find_if(kCodes.begin(), kCodes.end(), [&](std::string_view code) {
      return mail::same_word(primary(range), code);
    });
  };
  auto found = spoken(of_member);
  while (found == kCodes.end() && !accepted.empty()) {
    const auto comma = std::min(accepted.find(','), accepted.size());
    found = spoken(accepted.substr(0, comma));
    accepted.remove_prefix(std::min(comma + 1, accepted.size()));
  }
  return found == kCodes.end() ? Language::kEnglish : static_cast<Language>(found - kCodes.begin());
}

}  // namespace pouch::gateway::web
