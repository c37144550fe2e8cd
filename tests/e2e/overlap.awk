# SPDX-License-Identifier: MIT
# Texts of SVGs by gnuplot that lie over each other: "FILE: 'TEXT' over 'TEXT'", a line for each pair.
# A letter is taken for 0.5 of the font's size wide, less than its average in any sans-serif font, a
# digit for 0.63, as in DejaVu Sans, which set-up installs. Texts outside of the picture are not looked
# at; gnuplot draws one that has a box twice.
function number(text, key) {
    return match(text, key "[0-9.]+") ? substr(text, RSTART + length(key), RLENGTH - length(key)) + 0 : 0
}

FNR == 1 { count = 0; width = 0 }
!width && /viewBox=/ { split($0, box, " "); width = box[3] + 0; height = box[4] + 0 }

/<g transform="translate\(/ {
    split(substr($0, index($0, "translate(") + 10), place, /[,)]/)
    turned = /rotate\(/
    size = number($0, "font-size=\"")
    anchor = /text-anchor="end"/ ? 1 : /text-anchor="middle"/ ? 0.5 : 0
}

/<text>/ {
    text = $0
    gsub(/<[^>]*>|^[ \t]+|[ \t]+$/, "", text)
    gsub(/&[a-z]+;/, "x", text)
    if (text == "" || place[1] < 0 || place[2] < 0 || place[1] > width || place[2] > height)
        next
    # From its base line up, or to the left where it is turned: 0.7 of the size, as capitals and digits.
    digits = gsub(/[0-9]/, "&", text)
    wide = size * (0.5 * length(text) + 0.13 * digits)
    left = turned ? place[1] - 0.7 * size : place[1] - anchor * wide
    right = turned ? place[1] : left + wide
    bottom = turned ? place[2] + anchor * wide : place[2]
    top = turned ? bottom - wide : bottom - 0.7 * size
    for (i = 0; i < count; i++)
        if (!(text == texts[i] && left == lefts[i]) && left < rights[i] && lefts[i] < right && \
            top < bottoms[i] && tops[i] < bottom)
            printf "%s: '%s' over '%s'\n", FILENAME, text, texts[i]
    lefts[count] = left; rights[count] = right; tops[count] = top; bottoms[count] = bottom
    texts[count++] = text
}
