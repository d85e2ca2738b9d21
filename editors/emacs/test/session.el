;;; session.el --- One session in a real Emacs -*- lexical-binding: t; -*-

;;; Commentary:

;; Opens the example notes, uses the commands of Eglot, and stops:
;;
;;     emacs --batch -l editors/emacs/test/session.el
;;
;; in a copy of the example notes, with `headword' in PATH.  Debian's Eglot and Markdown mode are in
;; the site folder, so `-Q' would not find them.

;;; Code:

(require 'package)
(package-initialize)
(add-to-list 'load-path (expand-file-name ".." (file-name-directory load-file-name)))
(require 'markdown-mode)
(require 'flymake)
(require 'headword)

(setq eglot-sync-connect 20
      eglot-autoshutdown nil
      make-backup-files nil
      create-lockfiles nil)

(defconst storage "2026-03-02-distributed-storage.md"
  "The note that the session begins with.")

(defvar failed 0
  "The number of failed checks.")

(defun check (name held &optional found)
  "Print whether the check NAME HELD, and the value FOUND if it did not."
  (unless held
    (setq failed (1+ failed))
    (princ (format "  found: %.1000S\n" found)))
  (princ (format "%s - Emacs: %s\n" (if held "ok" "not ok") name)))

(defun eventually (ready)
  "Wait until READY returns a value, at most for ten seconds, and return it."
  (let ((end (+ (float-time) 10)) value)
    (while (and (not (setq value (funcall ready))) (< (float-time) end))
      (accept-process-output nil 0.05))
    value))

(defun go-to (text &optional offset)
  "Move to the first TEXT of the note, OFFSET characters after its start."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (+ (match-beginning 0) (or offset 0))))

(defun note-has (file text)
  "Return whether the buffer of FILE contains TEXT."
  (with-current-buffer (find-file-noselect file)
    (save-excursion (goto-char (point-min)) (search-forward text nil t))))

(defun current-line ()
  "Return the line of the cursor."
  (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defun hovered ()
  "Return what Eglot shows of the place of the cursor."
  (let (shown)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown (or text ""))))
    (eventually (lambda () shown))))

(defun completed (line text)
  "Return the completions after TEXT in place of LINE, and restore the line."
  (goto-char (point-min))
  (forward-line (1- line))
  (let ((old (current-line)))
    (delete-region (line-beginning-position) (line-end-position))
    (insert text)
    (let* ((capf (eglot-completion-at-point))
           (names (and capf (all-completions
                             (buffer-substring-no-properties (nth 0 capf) (point))
                             (nth 2 capf)))))
      (delete-region (line-beginning-position) (line-end-position))
      (insert old)
      (mapcar #'substring-no-properties names))))

(defun empty-sections ()
  "Return the headings with an empty section, in order of lines."
  (let ((found (cl-remove-if-not
                (lambda (it) (string-match-p "is empty" (flymake-diagnostic-text it)))
                (flymake-diagnostics))))
    (mapcar (lambda (it)
              (save-excursion (goto-char (flymake-diagnostic-beg it)) (current-line)))
            (cl-sort found #'< :key #'flymake-diagnostic-beg))))

(defun choose (title)
  "Run the code action with TITLE at the cursor, as if a person had chosen it."
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt items &rest _)
               (let ((names (mapcar (lambda (it) (if (consp it) (car it) it)) items)))
                 (or (car (member title names)) (error "Not offered: %S" names))))))
    (let ((last-nonmenu-event 13))
      (call-interactively #'eglot-code-actions))))

(defun connects ()
  "Check the connection and the root."
  (call-interactively #'eglot)
  (check "the server starts for a note"
         (eventually (lambda () (and (eglot-current-server) (eglot-managed-p)))))
  (check "the folder with `headword.toml' is the root"
         (file-equal-p (project-root (project-current)) default-directory)
         (project-current)))

(defun outlines ()
  "Check the outline."
  (let ((names (format "%S" (funcall imenu-create-index-function))))
    (check "imenu has the topics and the terms"
           (and (string-match-p "Storage Engines" names) (string-match-p "SSTable" names))
           names)))

(defun hovers ()
  "Check the hover."
  (go-to "own WAL, in commit" 5)
  (let ((text (hovered)))
    (check "eldoc shows the definition of a term"
           (string-match-p "Write-ahead log" (format "%s" text)) text)))

(defun jumps ()
  "Check the jumps and the references."
  (go-to "SSTables keep them" 2)
  (call-interactively #'xref-find-definitions)
  (set-buffer (window-buffer))
  (check "M-. jumps to the heading" (equal (current-line) "#### SSTable") (current-line))
  (go-to "a fencing token limits" 4)
  (let* ((found (xref-backend-references 'eglot (xref-backend-identifier-at-point 'eglot)))
         (notes (delete-dups
                 (mapcar (lambda (it)
                           (file-name-nondirectory (xref-location-group (xref-item-location it))))
                         found))))
    (check "M-? lists the mentions in several notes"
           (and (member storage notes) (member "raft.md" notes)) notes)))

(defun completes ()
  "Check the completion."
  (let ((names (completed 5 "tags: [databases, obs")))
    (check "completion of a tag" (member "observability" names) names))
  (let ((names (completed 7 "A lease is not the same as a fenc")))
    (check "completion of a term" (cl-member "fencing token" names :test #'cl-equalp) names)))

(defun diagnoses ()
  "Check the diagnostics."
  (flymake-mode 1)
  (flymake-start)
  (check "Flymake marks the empty sections"
         (eventually (lambda ()
                       (let ((found (empty-sections)))
                         (and (equal (car found) "#### Block Cache") (= (length found) 9)))))
         (empty-sections)))

(defun repairs ()
  "Check a code action."
  (go-to "#### Merkle Tree" 6)
  (choose "Leave “Merkle Tree” for later")
  (check "a code action leaves an empty section for later"
         (eventually (lambda () (note-has storage "#### Merkle Tree\n\n<!-- to be written -->")))
         (buffer-substring-no-properties (point) (min (point-max) (+ (point) 80)))))

(defun renames ()
  "Check the rename."
  (go-to "a fencing token limits" 4)
  ;; Eglot sends edits after half a second without a key, and a person needs longer for the name.
  (eglot--signal-textDocument/didChange)
  ;; Eglot asks before it edits notes that are not open.
  (cl-letf (((symbol-function 'y-or-n-p) (lambda (&rest _) t)))
    (eglot-rename "Lease Number"))
  (check "eglot-rename changes the heading"
         (eventually (lambda () (note-has storage "#### Lease Number"))))
  (check "eglot-rename changes a mention in its own case" (note-has storage "a lease number limits"))
  (check "eglot-rename reaches the other notes" (note-has "raft.md" "the work of a lease number")))

(defun stops ()
  "Check the end."
  (let* ((server (eglot-current-server))
         (process (jsonrpc--process server)))
    ;; An error if the server refuses the request. Emacs kills a server right after `exit'.
    (eglot-shutdown server)
    (check "the server stops when asked"
           (eventually (lambda () (not (process-live-p process)))) process)))

(condition-case problem
    (progn
      (find-file storage)
      (connects)
      (outlines)
      (hovers)
      (jumps)
      (diagnoses)
      (completes)
      (repairs)
      (renames)
      (stops))
  (error (check "the session runs to its end" nil problem)))
(kill-emacs (if (= failed 0) 0 1))
;;; session.el ends here
