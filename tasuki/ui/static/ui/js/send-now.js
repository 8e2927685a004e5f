// Sends a form as soon as the page is there: <form data-send-now>; its button does the same without a script.
document.querySelector("form[data-send-now]")?.submit();
