<?php
/**
 * Plugin Name: rxglossary
 * Description: Serves posts with the tooltips that rxglossary has made for them. The database stays clean.
 *
 * A must-use plugin: copy it to wp-content/mu-plugins/. It never changes a post. What a post looks
 * like when every other filter has run is hashed; if rxglossary has annotated exactly that text, the
 * annotated text is shown in its place. Else the text is shown as it is, and left in a queue for
 * the next run of
 *
 *     rxglossary annotate QUEUE --out-dir READY --assets-url URL
 *
 * A changed post has another hash, so no stale page is ever shown.
 */

declare(strict_types=1);

if (!defined('RXG_FOLDER')) {
    define('RXG_FOLDER', (defined('WP_CONTENT_DIR') ? WP_CONTENT_DIR : __DIR__) . '/rxglossary');
}
if (!defined('RXG_QUEUE_LIMIT')) {
    define('RXG_QUEUE_LIMIT', 1000); // files; a flood of odd pages can't fill the disk
}

/** Return the annotated text, or $content itself where there is none yet. */
function rxg_serve($content)
{
    if (!is_string($content) || $content === '' || strlen($content) > 1000000 || !rxg_is_main_text()) {
        return $content;
    }
    $name = hash('sha256', $content) . '.html';
    $ready = RXG_FOLDER . '/ready/' . $name;
    if (is_file($ready)) {
        $annotated = file_get_contents($ready);
        return $annotated === false ? $content : $annotated;
    }
    rxg_queue($name, $content);
    return $content;
}

/** Tell whether this is the text of the one post or page that is shown, and not an excerpt or a feed. */
function rxg_is_main_text()
{
    return is_singular() && in_the_loop() && is_main_query() && !is_feed() && !is_preview();
}

/** Leave a text for the next run; never an error to a reader. */
function rxg_queue($name, $content)
{
    $folder = RXG_FOLDER . '/queue';
    if (!is_dir($folder) && !@mkdir($folder, 0750, true)) {
        return;
    }
    $target = $folder . '/' . $name;
    if (is_file($target) || count(glob($folder . '/*.html') ?: []) >= RXG_QUEUE_LIMIT) {
        return;
    }
    // Written beside its place and renamed: a run never reads half a text.
    $temporary = tempnam($folder, 'new-');
    if ($temporary !== false && file_put_contents($temporary, $content) === strlen($content)) {
        rename($temporary, $target);
    } elseif ($temporary !== false) {
        unlink($temporary);
    }
}

add_filter('the_content', 'rxg_serve', PHP_INT_MAX);
