#include "gateway/work/verify_text.hpp"

namespace pouch::gateway {
namespace {

constexpr const char* kWhat = R"text(
WHAT THIS PROVES
  messages/N/     message N of the case. received.eml is the mail as it came, sealed to the gateway.
                  original.* is what its writer signed, without the encryption. signer.asc is the
                  writer's public key as it was when the message was accepted. For original.eml the
                  signed text and its signature lie beside it as signed.txt and signed.asc.
  receipts/       what became of the case, one text after the other: R1 accepted, R2 routed,
                  R3 delivered, R4 read, R5 what the desk said; a minus means that it was not so.
                  Each names the SHA-256 of the one before and is signed by the gateway (.asc).
                  The .json beside it says the same for programs (docs/schemas/case-receipt.json).
  reports/        what mail servers reported about letters of this case, as it came.
  audit/rows/     rows of the gateway's audit log about this case. What people looked at it is not
                  among them. A row that has a .path is proved by a signed head; one without is
                  newer than the last head, and proved by SHA256SUMS alone.
  audit/heads/    the log's signed heads, one a day. Each holds the root of a tree over the rows of
                  its day, and the SHA-256 of the head before. The auditors of the site got the
                  same heads by mail on that day: ask one of them for a copy and compare.
  keys/           the gateway's public keys.
  SHA256SUMS      of all files; SHA256SUMS.asc is the gateway's signature.

BEFORE YOU BEGIN
  Ask the operator of the gateway, by a way that you trust, for the fingerprint of its key, and
  compare it with the first one below. Everything here hangs on that.
)text";

constexpr const char* kHow = R"text(
HOW TO CHECK IT
  You need gpg, sha256sum and a POSIX shell, nothing of Pouch. Unpack the archive into an empty
  folder, go there, and run what stands between the two marks:

    sed -n '/^# BEGIN CHECKS/,/^# END CHECKS/p' VERIFY.txt > /tmp/checks.sh
    sh /tmp/checks.sh

  It says GOOD and ends with 0, or names each fault and ends with 1.
)text";

constexpr const char* kChecks = R"sh(set -u
LC_ALL=C; export LC_ALL
work=$(mktemp -d) || exit 2
GNUPGHOME=$work/gateway; export GNUPGHOME
mkdir -m 700 "$GNUPGHOME" || exit 2
trap 'gpgconf --kill gpg-agent; rm -rf "$work"' EXIT
faults=0
fault() { echo "FAULT: $*"; faults=$((faults + 1)); }
# Each sets the variable of its name.
digest() { digest=$(sha256sum < "$1"); digest=${digest%% *}; } # FILE: its SHA-256
value() {                                                      # FILE NAME: what follows "NAME: " there
  value=
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in "$2: "*) value=${line#"$2: "}; return ;; esac
  done < "$1"
}
name() { name=${1%/}; name=${name##*/}; name=${name%.*}; }     # PATH: without folders and .txt
number() {                                                     # 00012: 12
  number=$1
  while [ "${number#0}" != "$number" ]; do number=${number#0}; done
}
signer() { # the primary key of the one good signature on a file; empty: there is none
  signer=
  signatures=0
  gpg --batch --status-fd 1 --output "$work/signed" --yes "$@" > "$work/status" 2>/dev/null
  while read -r mark word rest; do
    case "$mark $word" in
      "[GNUPG:] BADSIG" | "[GNUPG:] ERRSIG") signatures=$((signatures + 2)) ;;
      "[GNUPG:] VALIDSIG") signatures=$((signatures + 1)); signer=${rest##* } ;;
    esac
  done < "$work/status"
  [ "$signatures" = 1 ] || signer=
}
# And these say yes or no; what is not there is like nothing.
same() { [ -n "$1" ] && [ "$1" = "$2" ]; }
has() { value "$1" "$2"; same "$value" "$3"; }                 # FILE NAME VALUE
is() { digest "$1"; same "$digest" "$2"; }                     # FILE SHA-256
by_gateway() { case " $GATEWAY " in *" ${1:-nobody} "*) return 0 ;; *) return 1 ;; esac; }
signed_by_gateway() { signer "$@"; by_gateway "$signer"; }

# 1. The gateway's keys: no others are taken.
for key in keys/*.asc; do
  gpg --batch --quiet --import "$key" 2>/dev/null || fault "$key cannot be read"
done
gpg --batch --with-colons --list-keys 2>/dev/null | awk -F: '
  $1 == "pub" { primary = 1 } $1 == "fpr" && primary { print $10; primary = 0 }' > "$work/keys"
while read -r key; do
  by_gateway "$key" || fault "keys/ holds a key that is not the gateway's: $key"
done < "$work/keys"
[ -s "$work/keys" ] || fault "the gateway's key is missing"

# 2. All files are there, and none was changed.
signed_by_gateway --verify SHA256SUMS.asc SHA256SUMS ||
  fault "SHA256SUMS is not signed by the gateway"
sha256sum --check --strict --quiet SHA256SUMS 2>&1 || fault "a file was changed"
find . -type f ! -path ./SHA256SUMS ! -path ./SHA256SUMS.asc | sed 's,^\./,,' | sort > "$work/there"
cut -c67- SHA256SUMS | sort > "$work/listed"
cmp -s "$work/there" "$work/listed" || fault "files were added or are missing"

# 3. The receipts are one chain, each signed.
previous=0000000000000000000000000000000000000000000000000000000000000000
count=0
: > "$work/accepted" # "CASE/MESSAGE file" of each receipt that says what was accepted
for text in receipts/*.txt; do
  [ -e "$text" ] || continue
  count=$((count + 1))
  has "$text" Case "$CASE" && has "$text" Number "$count" && has "$text" Previous "$previous" ||
    fault "$text is not receipt $count of the chain"
  signed_by_gateway --verify "$text.asc" "$text" || fault "$text is not signed by the gateway"
  digest "$text"
  previous=$digest
  grep -q "\"hash\": \"$previous\"" "${text%.txt}.json" || fault "${text%.txt}.json is of another"
  if has "$text" Receipt "R1 ACCEPTED"; then
    value "$text" Of
    echo "$value $text" >> "$work/accepted"
  fi
done

# 4. Each message is what its receipt says, signed by whom it says.
for folder in messages/*/; do
  [ -e "$folder" ] || continue
  name "$folder"
  receipt=$(awk -v of="$CASE/$name" '$1 == of { found = $2 } END { print found }' "$work/accepted")
  if [ -z "$receipt" ]; then
    echo "NOTE: message $name came before receipts were kept; SHA256SUMS alone speaks for it"
    continue
  fi
  value "$receipt" 'Received SHA-256'
  is "${folder}received.eml" "$value" ||
    fault "${folder}received.eml is not what was received"
  GNUPGHOME=$work/of-$name
  mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --import "${folder}signer.asc" 2>/dev/null ||
    fault "${folder}signer.asc cannot be read"
  value "$receipt" Signer
  wanted=$value
  value "$receipt" 'Body SHA-256'
  body=$value
  proved=0
  for original in "${folder}"original*; do
    case $original in
      *.eml)
        signer --verify "${folder}signed.asc" "${folder}signed.txt"
        is "$original" "$body" || fault "$original is not what was accepted" ;;
      *)
        signer --decrypt "$original" ;;
    esac
    same "$signer" "$wanted" || fault "$original is not signed by $wanted"
    proved=1
  done
  [ "$proved" = 1 ] || fault "$folder has no signed original"
  if [ -e "${folder}original.pgp" ]; then
    signer --decrypt "${folder}original.pgp"
    is "$work/signed" "$body" || fault "${folder}original.pgp is not what was accepted"
  fi
  gpgconf --kill gpg-agent
done
GNUPGHOME=$work/gateway

# 5. The heads of the audit log follow one another, each signed.
before=
for head in audit/heads/*.asc; do
  [ -e "$head" ] || continue
  name "$head"
  number "$name"
  signed_by_gateway --decrypt "$head" || fault "$head is not signed by the gateway"
  mv "$work/signed" "$work/head-$name" 2>/dev/null || continue
  has "$work/head-$name" Head "$number" || fault "$head is another head"
  [ -z "$before" ] || has "$work/head-$name" Previous "$before" ||
    fault "$head does not follow the one before"
  digest "$work/head-$name"
  before=$digest
done

# 6. Each row was in the log when its head was signed.
for row in audit/rows/*.txt; do
  [ -e "${row%.txt}.path" ] || continue
  digest "$row"
  head=
  while read -r side other; do
    case $side in
      head) head=$other; continue ;;
      left) pair="$other $digest" ;;
      right) pair="$digest $other" ;;
      *) continue ;;
    esac
    echo "node $pair" > "$work/node"
    digest "$work/node"
  done < "${row%.txt}.path"
  has "$work/head-$head" Tree "$digest" || fault "$row is not in the log of head $head"
  name "$row"
  number "$name"
  has "$row" Row "$number" || fault "$row is another row"
done

[ "$faults" = 0 ] || { echo "BAD: $faults faults"; exit 1; }
echo "GOOD: $count receipts, all signatures, all files"
)sh";

std::string joined_by(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : between) + word;
  }
  return text;
}

}  // namespace

std::string verify_text(const VerifyFacts& facts) {
  std::string text = "Evidence of case " + facts.number + "\nWritten by Pouch at " + facts.site +
                     ", " + facts.at + ", for " + facts.as + "\n" + kWhat + "    " +
                     joined_by(facts.gateways, "\n    ") + "\n";
  if (!facts.keyless.empty()) {
    text += "\nOF OLDER MESSAGES\n  Of " + joined_by(facts.keyless, ", ") +
            " no key was kept when they came: signer.asc is the key as it\n  was on the day of "
            "this export.\n";
  }
  return text + kHow + "\n# BEGIN CHECKS\nCASE=\"" + facts.number + "\"\nGATEWAY=\"" +
         joined_by(facts.gateways, " ") + "\"\n" + kChecks + "# END CHECKS\n";
}

}  // namespace pouch::gateway
