# One file that cannot be analysed.
BEGIN {
    issue(ENVIRON["LINE"], ENVIRON["SEVERITY"], ENVIRON["RULE"], "not analysed: " ENVIRON["WHY"])
    count("files", 1)
    count("filesNotAnalysed", 1)
}
