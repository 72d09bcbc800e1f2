;;; A session in Emacs with Eglot: findings, hover, code completion, rename, quick fixes, formatting. Run it with
;;;   emacs -Q --batch -l tests/emacs/session.el FOLDER
;;; with asl-lsp on the PATH and a writable folder; exits with status 1 if a check fails.

(require 'cl-lib)
(require 'eglot)
(require 'xref)

(setq make-backup-files nil
      create-lockfiles nil
      eglot-confirm-server-edits nil
      eglot-server-programs '((js-json-mode . ("asl-lsp"))))

(defvar failures 0)

(defmacro check (name &rest body)
  `(condition-case fault
       (progn ,@body (message "ok    %s" ,name))
     (error (setq failures (1+ failures)) (message "FAIL  %s: %S" ,name fault))))

(defun wait-for (condition)
  (let ((end (+ (float-time) 10)) value)
    (while (not (or (setq value (funcall condition)) (> (float-time) end)))
      (accept-process-output nil 0.05))
    (or value (error "not within 10 s: %S" condition))))

(defun after (text)
  (goto-char (point-min))
  (search-forward text))

(defun has (text)
  (save-excursion (after text)))

;; Edits are sent when Emacs is idle, which it never is here.
(defun send-edits () (eglot--signal-textDocument/didChange))

(find-file (expand-file-name "order.asl.json" (pop command-line-args-left)))
(erase-buffer)
(insert "{
  \"StartAt\": \"Fetch\",
  \"States\": {
    \"Fetch\": {
      \"Type\": \"Wait\",
      \"Seconds\": 5,
      \"Next\": \"Stor\"
    },
    \"Store\": { \"Type\":   \"Succeed\" }
  }
}
")
(save-buffer)
(apply #'eglot (eglot--guess-contact))

(check "findings"
  (flymake-start)
  (let ((texts (wait-for (lambda () (mapcar #'flymake-diagnostic-text (flymake-diagnostics))))))
    (cl-assert (cl-some (lambda (text) (string-search "unknown-state" text)) texts) t)))

(check "hover"
  (after "\"Fetch\": ")
  (backward-char 5)
  (let (text)
    (eglot-hover-eldoc-function (lambda (found &rest _) (setq text found)))
    (wait-for (lambda () (and text (string-search "for 5 s" text))))))

(check "a quick fix that clears the findings"
  (after "\"Stor")
  (let* ((actions (eglot-code-actions (point) (point)))
         (fix (cl-find "Change to `Store`" actions :key (lambda (action) (plist-get action :title)) :test #'equal)))
    (eglot-execute (eglot-current-server) fix))
  (has "\"Next\": \"Store\"")
  (send-edits)
  (wait-for (lambda () (not (flymake-diagnostics)))))

(check "definition"
  (after "\"Next\": \"Sto")
  (let ((found (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
    (cl-assert (equal (mapcar (lambda (one) (xref-location-line (xref-item-location one))) found) '(9)) t)))

(check "rename"
  (after "\"Next\": \"Sto")
  (eglot-rename "Keep")
  (has "\"Next\": \"Keep\"")
  (has "\"Keep\": {"))

(check "formatting"
  (eglot-format-buffer)
  (has "\"Type\": \"Succeed\""))

(check "completion"
  (after "\"Next\": \"Keep\"")
  (insert ",\n      \"Com")
  (send-edits)
  (pcase-let ((`(,start ,_ ,table . ,_) (eglot-completion-at-point)))
    (cl-assert (member "Comment" (all-completions (buffer-substring start (point)) table)) t)))

(set-buffer-modified-p nil)
(check "shutdown" (eglot-shutdown (eglot-current-server)))
(kill-emacs (if (> failures 0) 1 0))
