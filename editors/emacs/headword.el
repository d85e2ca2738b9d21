;;; headword.el --- Language server for notes that define terms -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: convenience, wp, languages

;;; Commentary:

;; Tells Eglot to start `headword' for Markdown, and where the root of the notes is.
;; The program `headword' must be in PATH.
;;
;;     (add-to-list 'load-path "/path/to/headword/editors/emacs")
;;     (require 'headword)
;;     (add-hook 'markdown-mode-hook #'eglot-ensure)

;;; Code:

(require 'cl-lib)
(require 'eglot)
(require 'project)

(defconst headword-modes '(markdown-mode gfm-mode markdown-ts-mode)
  "The major modes of notes.")

(defun headword-project (directory)
  "Return the project of the notes in DIRECTORY, or nil.
Its root is the nearest folder above with `headword.toml', else with
`.obsidian'.  Without these, Eglot uses the repository."
  (when (apply #'derived-mode-p headword-modes)
    (let ((root (or (locate-dominating-file directory "headword.toml")
                    (locate-dominating-file directory ".obsidian"))))
      (and root (cons 'headword root)))))

(cl-defmethod project-root ((project (head headword)))
  "Return the root folder of PROJECT."
  (cdr project))

(defun headword-set-up ()
  "Complete terms in any letter case: `fenc' becomes \"fencing token\"."
  (when (apply #'derived-mode-p headword-modes)
    (setq-local completion-ignore-case t)))

(add-hook 'eglot-managed-mode-hook #'headword-set-up)
(add-hook 'project-find-functions #'headword-project)
(add-to-list 'eglot-server-programs (cons headword-modes '("headword")))

(provide 'headword)
;;; headword.el ends here
