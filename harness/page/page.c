/* SPDX-License-Identifier: MIT */
#include "page/page.h"

#include "output/print.h"
#include "page/html.h"
#include "page/script.h"
#include "page/style.h"

static bool has_part(const struct page_part *part, const json_t *document)
{
    return !part->there || part->there(document);
}

/* What a browser may do with the page: apply its style, run its script, and show pictures that are
 * within it; nothing from elsewhere, and nothing that a record may have brought. */
static void print_head(const char *title, FILE *out)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"generator\" content=\"systoll " SYSTOLL_VERSION "\">\n",
          out);
    fprintf(out,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
            "style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; "
            "form-action 'none'\">\n",
            style_hash, script_hash);
    fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>", out);
    html_text(title, out);
    fprintf(out, "</title>\n<style>%s</style>\n</head>\n", style_text);
}

static void print_contents(const json_t *document, const struct page_part *const *parts, FILE *out)
{
    fputs("<nav aria-label=\"Contents\">\n", out);
    for (; *parts; parts++)
        if (has_part(*parts, document))
            fprintf(out, "<a href=\"#%s\">%s</a>\n", (*parts)->id, (*parts)->title);
    fputs("</nav>\n", out);
}

static void print_part(const struct page_part *part, const json_t *document, FILE *out)
{
    fprintf(out, "<section id=\"%s\">\n<h2>%s</h2>\n", part->id, part->title);
    part->print(document, out);
    fputs("</section>\n", out);
}

int page_print(const char *title, const json_t *document, const struct page_part *const *parts,
               FILE *out)
{
    print_head(title, out);
    fputs("<body>\n<header>\n<h1>", out);
    html_text(title, out);
    fputs("</h1>\n", out);
    print_contents(document, parts, out);
    fputs("</header>\n<main>\n", out);
    for (const struct page_part *const *p = parts; *p; p++)
        if (has_part(*p, document))
            print_part(*p, document, out);
    fputs("</main>\n<footer><p>Made by systoll " SYSTOLL_VERSION
          ", which measures what a call costs on each path into the Linux kernel.</p></footer>\n",
          out);
    fprintf(out, "<script>%s</script>\n</body>\n</html>\n", script_text);
    return output_flush(out);
}
