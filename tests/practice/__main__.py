"""Write the golden files anew; read the difference before you commit it."""

from .contracts import CONTRACTS, GOLDEN, built, findings_of, markdown

for old in GOLDEN.iterdir():
    old.unlink()
for number in CONTRACTS:
    prepared, contract = built(number)
    (GOLDEN / f"{number}.md").write_bytes(markdown(contract))
    (GOLDEN / f"{number}.findings.txt").write_text(findings_of(prepared, contract), "utf-8")
